((comment) @prologue (#match? @prologue "^//!"))
(ERROR) @group @inside

(function_declaration name: (_) @name body: (block . (expression_statement (return_expression
  (struct_declaration "{" @open "}" @close) @inside)))) @struct
(function_declaration name: (_) @name body: (block "{" @open "}" @close)) @function
(function_declaration name: (_) @name) @function

(variable_declaration (identifier) @name "="
  (struct_declaration "{" @open "}" @close) @inside) @struct
(variable_declaration (identifier) @name "="
  (union_declaration "{" @open "}" @close) @inside) @union
(variable_declaration (identifier) @name "="
  (enum_declaration "{" @open "}" @close) @inside) @enum
(variable_declaration (identifier) @name "="
  (opaque_declaration "{" @open "}" @close) @inside) @struct
(variable_declaration (identifier) @name "="
  (error_set_declaration "{" @open "}" @close)) @enum
(variable_declaration "const" . (identifier) @name) @constant
(variable_declaration "var" . (identifier) @name) @variable

; Fields are shown whole
(struct_declaration (container_field name: (identifier) @name type: (_) @open) @field)
(union_declaration (container_field name: (identifier) @name type: (_) @open) @field)
(union_declaration (container_field name: (identifier) @name @open !type) @field)

(test_declaration [(string (string_content) @name) (identifier) @name]
  (block "{" @open "}" @close)) @function
