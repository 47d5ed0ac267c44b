; What TypeScript adds.

(ambient_declaration) @wrap @inside
(decorator) @lead

(abstract_class_declaration name: (_) @name body: (class_body "{" @open "}" @close) @inside) @class
(interface_declaration name: (_) @name body: (_ "{" @open "}" @close) @inside) @interface
(enum_declaration name: (_) @name body: (enum_body "{" @open "}" @close)) @enum
(type_alias_declaration name: (_) @name) @type
(type_alias_declaration name: (_) @name value: (object_type "{" @open "}" @close)) @type

(function_signature name: (_) @name) @function
(method_signature name: (_) @name) @method
(abstract_method_signature name: (_) @name) @method
(property_signature name: (_) @name) @field
(public_field_definition name: (_) @name value: [
  (arrow_function body: (statement_block "{" @open "}" @close))
  (function_expression body: (statement_block "{" @open "}" @close))]) @method
(public_field_definition name: (_) @name) @field

; Namespaces and ambient modules
[
  (internal_module name: (_) @name body: (statement_block "{" @open "}" @close) @inside)
  (module name: (_) @name body: (statement_block "{" @open "}" @close) @inside)
  (expression_statement
    (internal_module name: (_) @name body: (statement_block "{" @open "}" @close) @inside))
] @module
(ambient_declaration "global" @name (statement_block "{" @open "}" @close) @inside) @block
