(source_file (line_comment (inner_doc_comment_marker)) @prologue)
(attribute_item) @lead
(ERROR) @group @inside

(function_item name: (_) @name body: (block "{" @open "}" @close)) @function
(function_signature_item name: (_) @name) @function

(struct_item name: (_) @name body: (field_declaration_list "{" @open "}" @close)) @struct
(struct_item name: (_) @name) @struct
(union_item name: (_) @name body: (field_declaration_list "{" @open "}" @close)) @union
(enum_item name: (_) @name body: (enum_variant_list "{" @open "}" @close)) @enum
(trait_item name: (_) @name body: (declaration_list "{" @open "}" @close) @inside) @trait
(type_item name: (_) @name) @type
(associated_type name: (_) @name) @type

; The name of an implementation is that of its type, without arguments
(impl_item type: (type_identifier) @name
  body: (declaration_list "{" @open "}" @close) @inside) @impl
(impl_item type: (generic_type type: (_) @name)
  body: (declaration_list "{" @open "}" @close) @inside) @impl
(impl_item type: (_) @name
  body: (declaration_list "{" @open "}" @close) @inside) @impl

(mod_item name: (_) @name body: (declaration_list "{" @open "}" @close) @inside) @module
(mod_item name: (_) @name) @module
(foreign_mod_item body: (declaration_list "{" @open "}" @close) @inside) @block

(const_item name: (_) @name) @constant
(static_item name: (_) @name) @variable
(macro_definition name: (_) @name "{" @open "}" @close) @macro
(macro_definition name: (_) @name) @macro
