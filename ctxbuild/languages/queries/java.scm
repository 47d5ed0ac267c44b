(package_declaration) @package
(ERROR) @group @inside

(class_declaration name: (_) @name body: (class_body "{" @open "}" @close) @inside) @class
(record_declaration name: (_) @name body: (class_body "{" @open "}" @close) @inside) @class
(interface_declaration name: (_) @name body: (interface_body "{" @open "}" @close) @inside) @interface
(annotation_type_declaration name: (_) @name
  body: (annotation_type_body "{" @open "}" @close) @inside) @interface

; The constants of an enum belong to its head when code follows them
(enum_declaration name: (_) @name
  body: (enum_body (enum_body_declarations ";" @open) @inside "}" @close)) @enum
(enum_declaration name: (_) @name body: (enum_body "{" @open "}" @close)) @enum

(method_declaration name: (_) @name body: (block "{" @open "}" @close)) @method
(method_declaration name: (_) @name) @method
(constructor_declaration name: (_) @name body: (constructor_body "{" @open "}" @close)) @method
(compact_constructor_declaration name: (_) @name body: (block "{" @open "}" @close)) @method
(annotation_type_element_declaration name: (_) @name) @method

(field_declaration declarator: (variable_declarator name: (_) @name)) @field
(constant_declaration declarator: (variable_declarator name: (_) @name)) @field
(module_declaration name: (_) @name) @module
