(export_statement (identifier) @exports)
(module_definition name: (_) @exports (export_statement))
(string_literal) @lead
(ERROR) @group @inside

(module_definition name: (_) @name @open "end" @close) @module @inside

; function f(x) … end, function f(x)::T where {T} … end
(function_definition (signature [
  (identifier) @name
  (call_expression . [(identifier) (operator)] @name)
  (call_expression . (field_expression value: (_) @scope . "." . (_) @name))
  (typed_expression . (call_expression . [(identifier) (operator)] @name))
  (typed_expression . (call_expression . (field_expression value: (_) @scope . "." . (_) @name)))
  (where_expression . (call_expression . [(identifier) (operator)] @name))
  (where_expression . (call_expression . (field_expression value: (_) @scope . "." . (_) @name)))
  (where_expression . (typed_expression . (call_expression . [(identifier) (operator)] @name)))
  (where_expression . (typed_expression . (call_expression
    . (field_expression value: (_) @scope . "." . (_) @name))))
  (where_expression . (where_expression . (call_expression . (identifier) @name)))
  ]) @open "end" @close) @function
(macro_definition (signature (call_expression . (identifier) @name)) @open "end" @close) @macro

; f(x) = …
(assignment . [
  (call_expression . [(identifier) (operator)] @name)
  (call_expression . (field_expression value: (_) @scope . "." . (_) @name))
  (typed_expression . (call_expression . (identifier) @name))
  (where_expression . (call_expression . (identifier) @name))
  (where_expression . (call_expression . (field_expression value: (_) @scope . "." . (_) @name)))
  ] (compound_statement "begin" @open "end" @close)?) @function

(struct_definition (type_head [
  (identifier) @name
  (parametrized_type_expression . (identifier) @name)
  (binary_expression . (identifier) @name)
  (binary_expression . (parametrized_type_expression . (identifier) @name))
  ]) @open "end" @close) @struct @inside
(abstract_definition (type_head [
  (identifier) @name
  (parametrized_type_expression . (identifier) @name)
  (binary_expression . (identifier) @name)
  (binary_expression . (parametrized_type_expression . (identifier) @name))
  ])) @type
(primitive_definition (type_head [
  (identifier) @name
  (binary_expression . (identifier) @name)])) @type
(macrocall_expression (macro_identifier (identifier) @_enum)
  (macro_argument_list . [(identifier) @name (typed_expression . (identifier) @name)])
  (#eq? @_enum "enum")) @enum

(const_statement (assignment . [(identifier) @name (typed_expression . (identifier) @name)])) @constant
(assignment . (identifier) @name) @variable

; A string directly before a definition documents it
((string_literal) @before . (function_definition (signature [
  (call_expression . [(identifier) (operator)] @name)
  (typed_expression . (call_expression . (identifier) @name))
  (where_expression . (call_expression . (identifier) @name))])) @function)
((string_literal) @before . (assignment . (call_expression . (identifier) @name)) @function)
((string_literal) @before . (struct_definition (type_head [
  (identifier) @name
  (parametrized_type_expression . (identifier) @name)
  (binary_expression . (identifier) @name)])) @struct)
((string_literal) @before . (abstract_definition (type_head [
  (identifier) @name
  (binary_expression . (identifier) @name)])) @type)
((string_literal) @before . (module_definition name: (_) @name) @module)
((string_literal) @before . (const_statement (assignment . (identifier) @name)) @constant)
((string_literal) @before . (macro_definition
  (signature (call_expression . (identifier) @name))) @macro)

; @inline function …, @kwdef struct …
(macrocall_expression (macro_argument_list
  [(function_definition) (struct_definition) (assignment) (const_statement)]) @inside) @wrap

(if_statement condition: (_) @open "end" @close) @block @inside
(else_clause "else" @open) @block @inside
(compound_statement "begin" @open "end" @close) @block @inside
