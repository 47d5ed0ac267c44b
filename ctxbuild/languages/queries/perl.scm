(ERROR) @group @inside

(package_statement name: (_) @name (block "{" @open "}" @close) @inside) @module
(package_statement name: (_) @name) @module
(class_statement name: (_) @name (block "{" @open "}" @close) @inside) @class
(class_statement name: (_) @name) @class

(subroutine_declaration_statement name: (_) @name body: (block "{" @open "}" @close)) @function
(subroutine_declaration_statement name: (_) @name) @function
(method_declaration_statement name: (_) @name body: (block "{" @open "}" @close)) @method

(use_statement module: (_) @_constant (list_expression . (autoquoted_bareword) @name)
  (#eq? @_constant "constant")) @constant
(use_statement module: (_) @_constant
  (anonymous_hash_expression (list_expression (autoquoted_bareword) @name))
  (#eq? @_constant "constant")) @constant
(expression_statement (assignment_expression
  left: (variable_declaration variable: (_ (varname) @name)))) @variable
(expression_statement (variable_declaration variable: (_ (varname) @name))) @variable

(block_statement "{" @open "}" @close) @block @inside
