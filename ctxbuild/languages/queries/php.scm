(program . (php_tag) @prologue)
(program . (text) . (php_tag) @prologue)
(namespace_definition name: (_) !body) @package
(ERROR) @group @inside

(namespace_definition name: (_) @name
  body: (compound_statement "{" @open "}" @close) @inside) @module
(namespace_definition !name body: (compound_statement "{" @open "}" @close) @inside) @block
(class_declaration name: (_) @name body: (declaration_list "{" @open "}" @close) @inside) @class
(interface_declaration name: (_) @name
  body: (declaration_list "{" @open "}" @close) @inside) @interface
(trait_declaration name: (_) @name body: (declaration_list "{" @open "}" @close) @inside) @trait
(enum_declaration name: (_) @name
  body: (enum_declaration_list "{" @open "}" @close) @inside) @enum

(function_definition name: (_) @name body: (compound_statement "{" @open "}" @close)) @function
(method_declaration name: (_) @name body: (compound_statement "{" @open "}" @close)) @method
(method_declaration name: (_) @name) @method

(const_declaration (const_element . (name) @name)) @constant
(property_declaration (property_element name: (_) @name)) @field
(enum_case name: (_) @name) @field
(expression_statement (assignment_expression left: (variable_name) @name)) @variable
(expression_statement (assignment_expression left: (variable_name) @name
  right: (anonymous_function body: (compound_statement "{" @open "}" @close)))) @variable
(expression_statement (function_call_expression function: (name) @_define
  arguments: (arguments . (argument (string (string_content) @name))))
  (#eq? @_define "define")) @constant

(if_statement body: (compound_statement "{" @open "}" @close) @inside) @block
(if_statement body: (colon_block ":" @open) @inside "endif" @close) @block
