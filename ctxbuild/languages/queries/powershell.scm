((comment) @prologue (#match? @prologue "^<#\\s*[.][A-Z]"))
(param_block) @prologue
(statement_list) @group @inside
(ERROR) @group @inside

; The parameters of a function belong to its head
(function_statement (function_name) @name (script_block (param_block) @open) "}" @close) @function
(function_statement (function_name) @name "{" @open "}" @close) @function

(class_statement (simple_name) @name "{" @open "}" @close) @class @inside
(class_method_definition (simple_name) @name "{" @open "}" @close) @method
(class_property_definition (variable) @name) @field
(enum_statement (simple_name) @name "{" @open "}" @close) @enum

((pipeline (assignment_expression (left_assignment_expression) @name)) @variable
  (#match? @name "^[$][A-Za-z_:]+$"))
