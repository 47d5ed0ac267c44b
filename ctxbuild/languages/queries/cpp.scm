; What C++ adds to C.

(template_declaration) @wrap @inside
(friend_declaration (function_definition)) @wrap @inside
(access_specifier) @lead

(namespace_definition name: (_) @name body: (declaration_list "{" @open "}" @close) @inside) @module
(namespace_definition !name body: (declaration_list "{" @open "}" @close) @inside) @block

(class_specifier name: (_) @name body: (field_declaration_list "{" @open "}" @close) @inside) @class
(struct_specifier name: (_) @name body: (field_declaration_list "{" @open "}" @close) @inside) @struct
(union_specifier name: (_) @name body: (field_declaration_list "{" @open "}" @close) @inside) @union
(type_definition type: (struct_specifier name: (_) @name
  body: (field_declaration_list "{" @open "}" @close) @inside)) @struct
(declaration type: (struct_specifier name: (_) @name
  body: (field_declaration_list "{" @open "}" @close) @inside)) @struct
(declaration type: (class_specifier name: (_) @name
  body: (field_declaration_list "{" @open "}" @close) @inside)) @class
(field_declaration type: (struct_specifier name: (_) @name
  body: (field_declaration_list "{" @open "}" @close) @inside)) @struct
(field_declaration type: (class_specifier name: (_) @name
  body: (field_declaration_list "{" @open "}" @close) @inside)) @class
(field_declaration type: (union_specifier name: (_) @name
  body: (field_declaration_list "{" @open "}" @close) @inside)) @union
(field_declaration type: (enum_specifier name: (_) @name
  body: (enumerator_list "{" @open "}" @close))) @enum
(enum_specifier name: (_) @name body: (enumerator_list "{" @open "}" @close)) @enum

; Functions without a compound body (= default, = delete, try), members, operators
(function_definition declarator: (_) @declarator) @function
(declaration declarator: (function_declarator
  declarator: [(qualified_identifier) (operator_name) (destructor_name)]) @declarator) @function
(declaration declarator: (reference_declarator (function_declarator)) @declarator) @function
(declaration declarator: (operator_cast) @declarator) @function
(field_declaration declarator: (function_declarator
  declarator: [(field_identifier) (operator_name) (destructor_name)]) @declarator) @function
(field_declaration declarator: (pointer_declarator (function_declarator)) @declarator) @function
(field_declaration declarator: (reference_declarator (function_declarator)) @declarator) @function
(field_declaration declarator: (operator_cast) @declarator) @function

(field_declaration declarator: [
  (field_identifier) (array_declarator) (pointer_declarator) (reference_declarator)
  (function_declarator declarator: (parenthesized_declarator))] @declarator) @field
(declaration declarator: (reference_declarator) @declarator) @variable
(alias_declaration name: (_) @name) @type
(concept_definition name: (_) @name) @type
