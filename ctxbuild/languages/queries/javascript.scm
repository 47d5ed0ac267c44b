; Class fields, as JavaScript's grammar names them.

(field_definition property: (_) @name value: [
  (arrow_function body: (statement_block "{" @open "}" @close))
  (function_expression body: (statement_block "{" @open "}" @close))]) @method
(field_definition property: (_) @name) @field
