(package_clause) @package
(ERROR) @group @inside

(function_declaration name: (_) @name body: (block "{" @open "}" @close)) @function
(function_declaration name: (_) @name) @function
(method_declaration
  receiver: (parameter_list (parameter_declaration type: [
    (type_identifier) @scope
    (generic_type type: (_) @scope)
    (pointer_type (type_identifier) @scope)
    (pointer_type (generic_type type: (_) @scope))]))
  name: (_) @name body: (block "{" @open "}" @close)?) @method

; Types, alone and in a group
[
  (type_declaration "type" . (type_spec name: (_) @name
    type: (struct_type (field_declaration_list "{" @open "}" @close))))
  (type_spec name: (_) @name type: (struct_type (field_declaration_list "{" @open "}" @close)))
] @struct
[
  (type_declaration "type" . (type_spec name: (_) @name
    type: (interface_type "{" @open "}" @close) @inside))
  (type_spec name: (_) @name type: (interface_type "{" @open "}" @close) @inside)
] @interface
[
  (type_declaration "type" . (type_spec name: (_) @name))
  (type_declaration "type" . (type_alias name: (_) @name))
  (type_spec name: (_) @name)
  (type_alias name: (_) @name)
] @type
(type_declaration "(" @open ")" @close) @block @inside
(method_elem name: (_) @name) @method

; Constants and variables, alone and in a group
[
  (const_declaration "const" . (const_spec name: (identifier) @name))
  (const_spec name: (identifier) @name)
] @constant
(const_declaration "(" @open ")" @close) @block @inside
[
  (var_declaration "var" . (var_spec name: (identifier) @name))
  (var_spec name: (identifier) @name)
] @variable
(var_declaration "var" . (var_spec name: (identifier) @name
  value: (expression_list (composite_literal
    body: (literal_value "{" @open "}" @close))))) @variable
(var_spec name: (identifier) @name
  value: (expression_list (composite_literal
    body: (literal_value "{" @open "}" @close)))) @variable
(var_declaration (var_spec_list "(" @open ")" @close) @inside) @block
