(library_name) @package
(annotation) @lead
(ERROR) @group @inside

(class_definition name: (_) @name body: (class_body "{" @open "}" @close) @inside) @class
(class_definition name: (_) @name) @class
(mixin_declaration (identifier) @name (class_body "{" @open "}" @close) @inside) @trait
(extension_declaration name: (_) @name body: (_ "{" @open "}" @close) @inside) @impl
(enum_declaration name: (_) @name body: (enum_body ";" @open "}" @close) @inside) @enum
(enum_declaration name: (_) @name body: (enum_body "{" @open "}" @close) @inside) @enum
(type_alias "typedef" . (type_identifier) @name) @type

; A signature and the body after it are siblings
((function_signature name: (_) @name) @function
  . (function_body (block "{" @open "}" @close)) @tail)
((function_signature name: (_) @name) @function . (function_body) @tail)
((getter_signature name: (_) @name) @function
  . (function_body (block "{" @open "}" @close)) @tail)
((getter_signature name: (_) @name) @function . (function_body) @tail)
((setter_signature name: (_) @name) @function . (function_body) @tail)
((method_signature [
    (function_signature name: (_) @name)
    (getter_signature name: (_) @name)
    (setter_signature name: (_) @name)
    (operator_signature (binary_operator) @name)
    (constructor_signature name: (identifier) @name .
      parameters: (_))
    (constructor_signature name: "." name: (identifier) @name)
    (factory_constructor_signature . "factory" . (identifier) @name . (formal_parameter_list))
    (factory_constructor_signature "." . (identifier) @name)
  ]) @method . (function_body (block "{" @open "}" @close)) @tail)
((method_signature [
    (function_signature name: (_) @name)
    (getter_signature name: (_) @name)
    (setter_signature name: (_) @name)
    (operator_signature (binary_operator) @name)
    (constructor_signature name: (identifier) @name .
      parameters: (_))
    (constructor_signature name: "." name: (identifier) @name)
    (factory_constructor_signature . "factory" . (identifier) @name . (formal_parameter_list))
    (factory_constructor_signature "." . (identifier) @name)
  ]) @method . (function_body) @tail)
(declaration [
  (function_signature name: (_) @name)
  (getter_signature name: (_) @name)
  (setter_signature name: (_) @name)
  (constructor_signature name: (identifier) @name . parameters: (_))
  (constant_constructor_signature (identifier) @name . (formal_parameter_list))
  ]) @method

(declaration (initialized_identifier_list (initialized_identifier . (identifier) @name))) @field
(declaration (static_final_declaration_list (static_final_declaration . (identifier) @name))) @field
(static_final_declaration_list (static_final_declaration . (identifier) @name)) @constant
(initialized_identifier_list (initialized_identifier . (identifier) @name)) @variable
