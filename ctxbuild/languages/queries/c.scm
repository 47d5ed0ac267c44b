; C, and the part of C++ that is C.

(ERROR) @group @inside

(function_definition declarator: (_) @declarator
  body: (compound_statement "{" @open "}" @close)) @function

; Prototypes
(declaration declarator: (function_declarator declarator: (identifier)) @declarator) @function
(declaration declarator: (pointer_declarator
  declarator: (function_declarator declarator: (identifier))) @declarator) @function
(declaration declarator: (pointer_declarator declarator: (pointer_declarator
  declarator: (function_declarator declarator: (identifier)))) @declarator) @function

; Structures, unions and enumerations with a body: alone, in a typedef, with a variable
(struct_specifier name: (_) @name body: (field_declaration_list "{" @open "}" @close)) @struct
(union_specifier name: (_) @name body: (field_declaration_list "{" @open "}" @close)) @union
(enum_specifier name: (_) @name body: (enumerator_list "{" @open "}" @close)) @enum
(type_definition type: (struct_specifier name: (_) @name
  body: (field_declaration_list "{" @open "}" @close))) @struct
(type_definition type: (union_specifier name: (_) @name
  body: (field_declaration_list "{" @open "}" @close))) @union
(type_definition type: (enum_specifier name: (_) @name
  body: (enumerator_list "{" @open "}" @close))) @enum
(declaration type: (struct_specifier name: (_) @name
  body: (field_declaration_list "{" @open "}" @close))) @struct
(declaration type: (union_specifier name: (_) @name
  body: (field_declaration_list "{" @open "}" @close))) @union
(declaration type: (enum_specifier name: (_) @name
  body: (enumerator_list "{" @open "}" @close))) @enum
(enum_specifier !name body: (enumerator_list "{" @open "}" @close)) @enum

(type_definition type: (_ body: (_ "{" @open "}" @close)) declarator: (_) @declarator) @type
(type_definition declarator: (_) @declarator) @type

(declaration declarator: (init_declarator value: (initializer_list "{" @open "}" @close))
  @declarator) @variable
(declaration declarator: [
  (identifier) (init_declarator) (array_declarator) (pointer_declarator)
  (function_declarator declarator: (parenthesized_declarator))] @declarator) @variable

(preproc_def name: (_) @name) @macro
(preproc_function_def name: (_) @name) @macro

; Conditional compilation and linkage
(preproc_ifdef name: (_) @open "#endif" @close) @block @inside
(preproc_if condition: (_) @open "#endif" @close) @block @inside
(preproc_elif condition: (_) @open) @block @inside
(preproc_else "#else" @open) @block @inside
(linkage_specification body: (declaration_list "{" @open "}" @close) @inside) @block
(linkage_specification body: [(declaration) (function_definition)]) @wrap @inside
