; What Objective-C adds to c.scm

; The header ends with its instance variables, protocols, category, superclass or name
(class_interface . "@interface" . (identifier) @name
  (instance_variables) @open "@end" @close) @class @inside
(class_interface . "@interface" . (identifier) @name
  (parameterized_arguments) @open "@end" @close) @class @inside
(class_interface . "@interface" . (identifier) @name
  category: (_) . ")" @open "@end" @close) @class @inside
(class_interface . "@interface" . (identifier) @name
  superclass: (_) @open "@end" @close) @class @inside
(class_interface . "@interface" . (identifier) @name @open "@end" @close) @class @inside
(class_implementation . "@implementation" . (identifier) @name
  (instance_variables) @open "@end" @close) @impl @inside
(class_implementation . "@implementation" . (identifier) @name
  category: (_) . ")" @open "@end" @close) @impl @inside
(class_implementation . "@implementation" . (identifier) @name @open "@end" @close) @impl @inside
(protocol_declaration . "@protocol" . (identifier) @name
  (protocol_reference_list) @open "@end" @close) @interface @inside
(protocol_declaration . "@protocol" . (identifier) @name @open "@end" @close) @interface @inside
(qualified_protocol_interface_declaration . _ @open) @block @inside

(method_declaration [(method_type) "-" "+"] . (identifier) @name) @method
(implementation_definition (method_definition
  [(method_type) "-" "+"] . (identifier) @name
  (compound_statement "{" @open "}" @close))) @method
(property_declaration (struct_declaration (struct_declarator) @declarator)) @field
(implementation_definition [(preproc_if) (preproc_ifdef)]) @group @inside
