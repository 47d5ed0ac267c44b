(header) @package
(header exports: (exports (export [
  type: (_) @exports
  variable: (_) @exports])))
(pragma) @lead
(declarations) @group @inside
(ERROR) @group @inside

; Equations after their signature or another equation go on with it
([
  (signature name: (_) @_before)
  (signature names: (binding_list name: (_) @_before))
  (function name: (_) @_before)
 ] . (comment)* . [(function name: (_) @name) (bind name: (_) @name)] @more
  (#eq? @_before @name))
(signature name: (_) @name) @function @signed
(signature names: (binding_list name: (_) @name)) @function
(function name: (_) @name) @function
(bind name: (_) @name) @function
(foreign_import signature: (signature name: (_) @name)) @function

(data_type name: (_) @name) @type
(newtype name: (_) @name) @type
(type_synonym name: (_) @name) @type
(type_family name: (_) @name) @type
(data_family name: (_) @name) @type
(class name: (_) @name "where" @open declarations: (_) @inside) @trait
(class name: (_) @name) @trait
(instance name: (_) @name "where" @open) @impl
(instance name: (_) @name) @impl
