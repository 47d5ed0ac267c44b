(ERROR) @group @inside

; function f() end, function t.f() end, function t:f() end
(function_declaration name: (identifier) @name parameters: (_) @open "end" @close) @function
(function_declaration name: (_ table: (_) @scope . _ . [field: (_) method: (_)] @name)
  parameters: (_) @open "end" @close) @function

; f = function() end
(variable_declaration (assignment_statement
  (variable_list . name: (identifier) @name)
  (expression_list . value: (function_definition parameters: (_) @open "end" @close)))) @function
(assignment_statement
  (variable_list . name: (identifier) @name)
  (expression_list . value: (function_definition parameters: (_) @open "end" @close))) @function
(assignment_statement
  (variable_list . name: (dot_index_expression table: (_) @scope field: (_) @name))
  (expression_list . value: (function_definition parameters: (_) @open "end" @close))) @function
(field name: (identifier) @name
  value: (function_definition parameters: (_) @open "end" @close)) @method

; Variables; tables may hold functions
(variable_declaration (assignment_statement
  (variable_list . name: (identifier) @name)
  (expression_list . value: (table_constructor "{" @open "}" @close) @inside))) @variable
(assignment_statement
  (variable_list . name: (_) @name)
  (expression_list . value: (table_constructor "{" @open "}" @close) @inside)) @variable
(return_statement (expression_list
  (table_constructor "{" @open "}" @close) @inside)) @block
(field name: (_) @name value: (table_constructor "{" @open "}" @close) @inside) @block
(variable_declaration (assignment_statement
  (variable_list . name: (identifier) @name))) @variable
(variable_declaration (variable_list . name: (identifier) @name)) @variable
(assignment_statement (variable_list . name: (identifier) @name)) @variable

; Statements that may hold definitions
(do_statement "do" @open body: (_) @inside "end" @close) @block
(if_statement "then" @open consequence: (_) @inside "end" @close) @block @inside
(elseif_statement "then" @open consequence: (_) @inside) @block
(else_statement "else" @open body: (_) @inside) @block
