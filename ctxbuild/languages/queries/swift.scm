(ERROR) @group @inside
(directive "#if") @lead

(protocol_declaration name: (_) @name body: (protocol_body "{" @open "}" @close) @inside) @interface
(class_declaration declaration_kind: ["class" "actor"] name: (_) @name
  body: (class_body "{" @open "}" @close) @inside) @class
(class_declaration declaration_kind: "struct" name: (_) @name
  body: (class_body "{" @open "}" @close) @inside) @struct
(class_declaration declaration_kind: "enum" name: (_) @name
  body: (enum_class_body "{" @open "}" @close) @inside) @enum
(class_declaration declaration_kind: "extension" name: (_) @name
  body: (class_body "{" @open "}" @close) @inside) @impl
(typealias_declaration . (modifiers)? . "typealias" . name: (_) @name) @type
(associatedtype_declaration name: (_) @name) @type

(function_declaration "func" . _ @name body: (function_body "{" @open "}" @close)) @function
(protocol_function_declaration . (modifiers)? . "func" . name: (_) @name) @function
(protocol_function_declaration "init" @name) @method
(init_declaration "init" @name body: (function_body "{" @open "}" @close)) @method
(init_declaration "init" @name !body) @method
(deinit_declaration "deinit" @name body: (function_body "{" @open "}" @close)) @method
(subscript_declaration "subscript" @name (computed_property "{" @open "}" @close)) @method

(enum_entry name: (simple_identifier) @name) @field
(protocol_property_declaration name: (pattern bound_identifier: (_) @name)) @field
(property_declaration name: (pattern bound_identifier: (_) @name)
  computed_value: (computed_property "{" @open "}" @close)) @variable
(property_declaration name: (pattern bound_identifier: (_) @name)) @variable
