(file_scoped_namespace_declaration name: (_) @package)
(ERROR) @group @inside

(namespace_declaration name: (_) @name body: (declaration_list "{" @open "}" @close) @inside) @module
(class_declaration name: (_) @name body: (declaration_list "{" @open "}" @close) @inside) @class
(struct_declaration name: (_) @name body: (declaration_list "{" @open "}" @close) @inside) @struct
(record_declaration name: (_) @name body: (declaration_list "{" @open "}" @close) @inside) @class
(interface_declaration name: (_) @name
  body: (declaration_list "{" @open "}" @close) @inside) @interface
(class_declaration name: (_) @name) @class
(struct_declaration name: (_) @name) @struct
(record_declaration name: (_) @name) @class
(enum_declaration name: (_) @name body: (_ "{" @open "}" @close)) @enum
(delegate_declaration name: (_) @name) @type

(method_declaration name: (_) @name body: (block "{" @open "}" @close)) @method
(method_declaration name: (_) @name) @method
(constructor_declaration name: (_) @name body: (block "{" @open "}" @close)) @method
(constructor_declaration name: (_) @name) @method
(destructor_declaration name: (_) @name body: (block "{" @open "}" @close)) @method
(operator_declaration "operator" @name body: (block "{" @open "}" @close)) @method
(operator_declaration "operator" @name) @method
(conversion_operator_declaration "operator" @name body: (block "{" @open "}" @close)) @method
(conversion_operator_declaration "operator" @name) @method
(indexer_declaration "this" @name accessors: (accessor_list "{" @open "}" @close)) @method
(indexer_declaration "this" @name) @method
(property_declaration name: (_) @name accessors: (accessor_list "{" @open "}" @close)) @field
(property_declaration name: (_) @name) @field
(event_declaration name: (_) @name accessors: (accessor_list "{" @open "}" @close)) @field
(field_declaration (variable_declaration (variable_declarator name: (_) @name))) @field
(event_field_declaration (variable_declaration (variable_declarator name: (_) @name))) @field
(global_statement (local_function_statement name: (_) @name
  body: (block "{" @open "}" @close))) @function

(preproc_if condition: (_) @open "#endif" @close) @block @inside
(preproc_elif condition: (_) @open) @block @inside
(preproc_else "#else" @open) @block @inside
