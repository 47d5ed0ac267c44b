(ERROR) @group @inside

(module name: (_) @name @open body: (_) @inside "end" @close) @module
(module name: (_) @name @open "end" @close) @module
(class name: (_) @name superclass: (_) @open body: (_) @inside "end" @close) @class
(class name: (_) @name superclass: (_) @open "end" @close) @class
(class name: (_) @name @open body: (_) @inside "end" @close) @class
(class name: (_) @name @open "end" @close) @class
(singleton_class value: (_) @open body: (_) @inside "end" @close) @block

; A method without "end" is an endless one: def name = value
(method name: (_) @name parameters: (_) @open "end" @close) @method
(method name: (_) @name @open "end" @close) @method
(method name: (_) @name) @method
(singleton_method name: (_) @name parameters: (_) @open "end" @close) @method
(singleton_method name: (_) @name @open "end" @close) @method
(singleton_method name: (_) @name) @method

; private def name …
(call method: (identifier) arguments: (argument_list [(method) (singleton_method)]) @inside) @wrap

(call method: (identifier) @_kind arguments: (argument_list (simple_symbol) @name)
  (#match? @_kind "^attr_(accessor|reader|writer)$")) @field

(assignment left: (constant) @name
  right: (call block: (do_block "do" @open body: (_) @inside "end" @close))) @class
(assignment left: (constant) @name right: (call block: (do_block "do" @open "end" @close))) @class
(assignment left: (constant) @name) @constant
((assignment left: (constant) @name) @constant . (heredoc_body) @tail)
(assignment left: (global_variable) @name) @variable

(if condition: (_) @open consequence: (then) @inside "end" @close) @block @inside
(unless condition: (_) @open consequence: (then) @inside "end" @close) @block @inside
(else "else" @open) @block @inside
(elsif condition: (_) @open consequence: (then) @inside) @block @inside
(if_modifier body: [(class) (module) (method) (assignment)]) @wrap @inside
(unless_modifier body: [(class) (module) (method) (assignment)]) @wrap @inside
(rescue "rescue" @open body: (then) @inside) @block
(begin "begin" @open "end" @close) @block @inside
