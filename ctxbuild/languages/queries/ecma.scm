; JavaScript and TypeScript: what both grammars share.

(export_statement) @wrap @inside
(ERROR) @group @inside

; Functions
[
  (function_declaration name: (identifier) @name body: (statement_block "{" @open "}" @close))
  (generator_function_declaration name: (identifier) @name body: (statement_block "{" @open "}" @close))
  (export_statement "default" @name value: [
    (function_expression body: (statement_block "{" @open "}" @close))
    (arrow_function body: (statement_block "{" @open "}" @close))])
] @function

; const f = () => {}, const f = function () {}
(lexical_declaration (variable_declarator name: (identifier) @name value: [
  (arrow_function) (function_expression) (generator_function)
  (arrow_function body: (statement_block "{" @open "}" @close))
  (function_expression body: (statement_block "{" @open "}" @close))
  (generator_function body: (statement_block "{" @open "}" @close))])) @function
(variable_declaration (variable_declarator name: (identifier) @name value: [
  (arrow_function) (function_expression) (generator_function)
  (arrow_function body: (statement_block "{" @open "}" @close))
  (function_expression body: (statement_block "{" @open "}" @close))
  (generator_function body: (statement_block "{" @open "}" @close))])) @function

; exports.f = function () {}, Foo.prototype.f = …
(expression_statement (assignment_expression
  left: (member_expression object: (_) @scope property: (property_identifier) @name)
  right: [
    (arrow_function body: (statement_block "{" @open "}" @close))
    (function_expression body: (statement_block "{" @open "}" @close))
    (generator_function body: (statement_block "{" @open "}" @close))])) @function
(expression_statement (assignment_expression left: (identifier) @name right: [
    (arrow_function body: (statement_block "{" @open "}" @close))
    (function_expression body: (statement_block "{" @open "}" @close))])) @function

; Classes and their methods
(class_declaration name: (_) @name body: (class_body "{" @open "}" @close) @inside) @class
(lexical_declaration (variable_declarator name: (identifier) @name
  value: (class body: (class_body "{" @open "}" @close) @inside))) @class
(variable_declaration (variable_declarator name: (identifier) @name
  value: (class body: (class_body "{" @open "}" @close) @inside))) @class
(expression_statement (assignment_expression
  left: (member_expression object: (_) @scope property: (property_identifier) @name)
  right: (class body: (class_body "{" @open "}" @close) @inside))) @class
(export_statement "default" @name value: (class body: (class_body "{" @open "}" @close) @inside)) @class
(method_definition name: (_) @name body: (statement_block "{" @open "}" @close)) @method

; Constants and variables; objects may hold functions
(lexical_declaration "const" (variable_declarator name: (identifier) @name)) @constant
(lexical_declaration "let" (variable_declarator name: (identifier) @name)) @variable
(variable_declaration (variable_declarator name: (identifier) @name)) @variable
(lexical_declaration (variable_declarator name: (identifier) @name
  value: (object "{" @open "}" @close) @inside)) @variable
(variable_declaration (variable_declarator name: (identifier) @name
  value: (object "{" @open "}" @close) @inside)) @variable
(lexical_declaration (variable_declarator name: (identifier) @name
  value: (call_expression arguments: (arguments
    [(arrow_function body: (statement_block "{" @open "}" @close))
     (function_expression body: (statement_block "{" @open "}" @close))])))) @variable
(lexical_declaration (variable_declarator name: (identifier) @name
  value: (template_string) @value)) @variable

; Members of objects
(pair key: (_) @name value: [
  (arrow_function body: (statement_block "{" @open "}" @close))
  (function_expression body: (statement_block "{" @open "}" @close))]) @method
(pair key: (_) @name value: (object "{" @open "}" @close) @inside) @block
(expression_statement (assignment_expression left: (member_expression) @name
  right: (object "{" @open "}" @close) @inside)) @block
(export_statement value: (object "{" @open "}" @close) @inside) @block

; What is exported by name
(export_statement (export_clause (export_specifier name: (_) @exports)))
(export_statement value: (identifier) @exports)
(expression_statement (assignment_expression left: (member_expression object: (identifier) @_module)
  right: [(identifier) @exports (object (shorthand_property_identifier) @exports)]
  (#eq? @_module "module")))

; Module wrappers: (function () {})(), (function () {}()), !function () {}(), define(function () {})
(expression_statement (call_expression function: (parenthesized_expression [
  (function_expression body: (statement_block "{" @open "}" @close) @inside)
  (arrow_function body: (statement_block "{" @open "}" @close) @inside)]))) @block
(expression_statement (parenthesized_expression (call_expression function:
  (function_expression body: (statement_block "{" @open "}" @close) @inside)))) @block
(expression_statement (unary_expression argument: (call_expression function:
  (function_expression body: (statement_block "{" @open "}" @close) @inside)))) @block
(expression_statement (call_expression function: (identifier) @_define arguments: (arguments [
  (function_expression body: (statement_block "{" @open "}" @close) @inside)
  (arrow_function body: (statement_block "{" @open "}" @close) @inside)])
  (#eq? @_define "define"))) @block

; Statements that may hold definitions
(if_statement consequence: (statement_block "{" @open "}" @close) @inside) @block
(try_statement body: (statement_block "{" @open "}" @close) @inside) @block
