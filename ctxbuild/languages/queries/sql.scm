(ERROR) @group @inside

(statement (create_schema (identifier) @name)) @module
(statement (create_table (object_reference schema: (_) @scope name: (_) @name)
  (column_definitions "(" @open ")" @close))) @struct
(statement (create_table (object_reference name: (_) @name)
  (column_definitions "(" @open ")" @close))) @struct
(statement (create_table (object_reference name: (_) @name))) @struct
(statement (create_view . (_)* . (object_reference schema: (_) @scope name: (_) @name))) @struct
(statement (create_view (object_reference name: (_) @name))) @struct
(statement (create_materialized_view (object_reference name: (_) @name))) @struct
(statement (create_type (object_reference name: (_) @name))) @type
(statement (create_function (object_reference name: (_) @name)
  (function_body (dollar_quote) @open (dollar_quote) @close))) @function
(statement (create_function (object_reference name: (_) @name))) @function
(statement (create_procedure (object_reference name: (_) @name))) @function
(statement (create_trigger . (_)* . (keyword_trigger) . (object_reference name: (_) @name))) @function
(statement (create_sequence (object_reference name: (_) @name))) @variable
