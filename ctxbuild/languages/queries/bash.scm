(ERROR) @group @inside

(function_definition name: (_) @name body: (_ ["{" "("] @open ["}" ")"] @close)) @function
(variable_assignment name: (variable_name) @name) @variable
(declaration_command (variable_assignment name: (variable_name) @name)) @variable

(if_statement "then" @open "fi" @close) @block @inside
(elif_clause "then" @open) @block @inside
(else_clause "else" @open) @block @inside
