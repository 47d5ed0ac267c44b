(package_clause !body) @package
(ERROR) @group @inside
(package_clause name: (_) @name body: (template_body "{" @open "}" @close) @inside) @module
(package_object name: (_) @name body: (template_body "{" @open "}" @close) @inside) @module

(trait_definition name: (_) @name body: (template_body ["{" ":"] @open "}"? @close) @inside) @trait
(trait_definition name: (_) @name) @trait
(class_definition name: (_) @name body: (template_body ["{" ":"] @open "}"? @close) @inside) @class
(class_definition name: (_) @name) @class
(object_definition name: (_) @name body: (template_body ["{" ":"] @open "}"? @close) @inside) @class
(object_definition name: (_) @name) @class
(enum_definition name: (_) @name body: (enum_body ["{" ":"] @open "}"? @close) @inside) @enum
(enum_case_definitions (simple_enum_case name: (_) @name)) @field
(enum_case_definitions (full_enum_case name: (_) @name)) @field
(given_definition name: (_) @name "with" @open (with_template_body) @inside) @impl
(given_definition !name return_type: (_) @name "with" @open (with_template_body) @inside) @impl
(given_definition name: (_) @name) @variable
(extension_definition parameters: (_) @open body: (_) @inside) @block @inside
(type_definition name: (_) @name) @type

(function_definition name: (_) @name body: (block "{" @open "}" @close)) @function
(function_definition name: (_) @name "=" @open body: (indented_block)) @function
(function_definition name: (_) @name body: (match_expression (case_block "{" @open "}" @close))) @function
(function_definition name: (_) @name body: (call_expression
  arguments: (block "{" @open "}" @close))) @function
(function_definition name: (_) @name) @function
(function_declaration name: (_) @name) @function

(val_definition pattern: (identifier) @name value: (block "{" @open "}" @close)) @variable
(val_definition pattern: (identifier) @name) @variable
(var_definition pattern: (identifier) @name) @variable
(val_declaration name: (_) @name) @variable
(var_declaration name: (_) @name) @variable
