(package_header) @package
(ERROR) @group @inside

; The entries of an enum are its head when code follows them
(class_declaration (modifiers (class_modifier "enum")) name: (_) @name
  (enum_class_body ";" @open "}" @close) @inside) @enum
(class_declaration (modifiers (class_modifier "enum")) name: (_) @name
  (enum_class_body "{" @open "}" @close) @inside) @enum
(class_declaration "interface" name: (_) @name (class_body "{" @open "}" @close) @inside) @interface
(class_declaration "interface" name: (_) @name) @interface
(class_declaration name: (_) @name (class_body "{" @open "}" @close) @inside) @class
(class_declaration name: (_) @name) @class
(object_declaration name: (_) @name (class_body "{" @open "}" @close) @inside) @class
(object_declaration name: (_) @name) @class
(companion_object name: (_) @name (class_body "{" @open "}" @close) @inside) @class
(companion_object "companion" @name !name (class_body "{" @open "}" @close) @inside) @class
(type_alias type: (identifier) @name) @type

; A body is a block, or an expression that ends with one
(function_declaration name: (_) @name (function_body (block "{" @open "}" @close))) @function
(function_declaration name: (_) @name (function_body
  (when_expression "{" @open "}" @close))) @function
(function_declaration name: (_) @name (function_body (call_expression (annotated_lambda
  (lambda_literal "{" @open (lambda_parameters)? "->"? @open "}" @close))))) @function
(function_declaration name: (_) @name) @function
(secondary_constructor "constructor" @name (block "{" @open "}" @close)) @method
(secondary_constructor "constructor" @name) @method

(property_declaration (modifiers (property_modifier "const"))
  (variable_declaration (identifier) @name)) @constant
(property_declaration (variable_declaration (identifier) @name)
  (getter (function_body (block "{" @open "}" @close)))) @variable
(property_declaration (variable_declaration (identifier) @name)) @variable
