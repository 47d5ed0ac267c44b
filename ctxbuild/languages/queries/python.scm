; Module docstring
(module . (comment)* . (expression_statement (string)) @prologue)

; Functions and classes, decorated or not
[
  (function_definition name: (_) @name ":" @open
    body: (block . (comment)* . (expression_statement (string) @doc)?))
  (decorated_definition definition: (function_definition name: (_) @name ":" @open
    body: (block . (comment)* . (expression_statement (string) @doc)?)) @from)
] @function

[
  (class_definition name: (_) @name ":" @open
    body: (block . (comment)* . (expression_statement (string) @doc)?) @inside)
  (decorated_definition definition: (class_definition name: (_) @name ":" @open
    body: (block . (comment)* . (expression_statement (string) @doc)?) @inside) @from)
] @class

; Constants, class attributes and type aliases
(expression_statement (assignment left: (identifier) @name right: (_)? @value)) @variable
(expression_statement (assignment left: (pattern_list (identifier) @name))) @variable
(expression_statement (assignment right: (assignment left: (identifier) @name))) @variable
(type_alias_statement left: (type (_) @name)) @type
(expression_statement (assignment left: (identifier) @all right: [(list) (tuple)] @exports)
  (#eq? @all "__all__"))

; A string right after an assignment documents it
((expression_statement (assignment left: (identifier) @name)) @variable
  . (expression_statement (string)) @after)

; Statements that may hold definitions
(if_statement ":" @open consequence: (block) @inside) @block @inside
(elif_clause ":" @open consequence: (block) @inside) @block
(else_clause ":" @open body: (block) @inside) @block
(try_statement ":" @open body: (block) @inside
  [(except_clause) (finally_clause)] @close) @block @inside
(except_clause ":" @open (block) @inside) @block
(finally_clause ":" @open (block) @inside) @block
(with_statement ":" @open body: (block) @inside) @block
(for_statement ":" @open body: (block) @inside) @block @inside
(while_statement ":" @open body: (block) @inside) @block @inside
(ERROR) @group @inside
