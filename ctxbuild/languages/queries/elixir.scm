(ERROR) @group @inside

; What is said about the next definition
(unary_operator "@" operand: (call target: (identifier) @_about)
  (#any-of? @_about "doc" "spec" "impl" "typedoc" "deprecated" "since" "dialyzer" "tag")) @lead

; Modules
(call target: (identifier) @_module (arguments . (_) @name)
  (do_block "do" @open "end" @close) @inside
  (#eq? @_module "defmodule")) @module
(call target: (identifier) @_module (arguments . (_) @name)
  (do_block "do" @open . (unary_operator operand: (call target: (identifier) @_doc
    (arguments [(string) (sigil)] @doc))) "end" @close) @inside
  (#eq? @_module "defmodule") (#eq? @_doc "moduledoc")) @module
(call target: (identifier) @_module (arguments . (_) @name)
  (do_block "do" @open "end" @close) @inside
  (#eq? @_module "defprotocol")) @interface
(call target: (identifier) @_module (arguments . (_) @name)
  (do_block "do" @open . (unary_operator operand: (call target: (identifier) @_doc
    (arguments [(string) (sigil)] @doc))) "end" @close) @inside
  (#eq? @_module "defprotocol") (#eq? @_doc "moduledoc")) @interface
(call target: (identifier) @_module (arguments . (_) @name)
  (do_block "do" @open "end" @close) @inside
  (#eq? @_module "defimpl")) @impl

; Functions and macros: name(…), name(…) when …, name, a <> b
(call target: (identifier) @_def
  (arguments . [
    (call target: (identifier) @name)
    (identifier) @name
    (binary_operator left: [(call target: (identifier) @name) (identifier) @name] operator: "when")])
  (do_block "do" @open "end" @close)?
  (#any-of? @_def "def" "defp" "defdelegate" "defn" "defnp")) @function
(call target: (identifier) @_def
  (arguments . [
    (call target: (identifier) @name)
    (identifier) @name
    (binary_operator left: [(call target: (identifier) @name) (identifier) @name] operator: "when")])
  (do_block "do" @open "end" @close)?
  (#any-of? @_def "defmacro" "defmacrop" "defguard" "defguardp")) @macro
(call target: (identifier) @_def
  (arguments . (binary_operator operator: _ @name))
  (do_block "do" @open "end" @close)?
  (#any-of? @_def "def" "defp" "defmacro" "defmacrop")
  (#not-match? @name "^(when|[|]>)$")) @function

; The documentation of a definition stands before it
((unary_operator operand: (call target: (identifier) @_doc
   (arguments [(string) (sigil)] @before)))
  . (unary_operator)? . (unary_operator)? .
  (call target: (identifier) @_def
    (arguments . [
      (call target: (identifier) @name)
      (identifier) @name
      (binary_operator left: [(call target: (identifier) @name) (identifier) @name] operator: "when")]))
    @function
  (#eq? @_doc "doc")
  (#any-of? @_def "def" "defp" "defdelegate" "defn" "defmacro" "defmacrop" "defguard"))

; Structures, types, callbacks, attributes
(call target: (identifier) @name (#any-of? @name "defstruct" "defexception" "schema")) @struct
(unary_operator "@" operand: (call target: (identifier) @_type (arguments
  (binary_operator left: [(call target: (identifier) @name) (identifier) @name]))) @from
  (#any-of? @_type "type" "typep" "opaque")) @type
(unary_operator "@" operand: (call target: (identifier) @_type (arguments
  (binary_operator left: [
    (call target: (identifier) @name)
    (binary_operator left: (call target: (identifier) @name))]))) @from
  (#any-of? @_type "callback" "macrocallback")) @function
(unary_operator "@" operand: (call target: (identifier) @name) @from
  (#not-match? @name "^(doc|spec|impl|typedoc|deprecated|since|dialyzer|tag|type|typep|opaque|callback|macrocallback|moduledoc|moduletag|behaviour|compile|enforce_keys|derive|optional_callbacks|external_resource|describetag|on_load|before_compile|after_compile)$")) @constant

; Tests
(call target: (identifier) @_test (arguments . (string (quoted_content) @name))
  (do_block "do" @open "end" @close)
  (#any-of? @_test "test" "property")) @function
(call target: (identifier) @_test (arguments . (string (quoted_content) @name))
  (do_block "do" @open "end" @close) @inside
  (#eq? @_test "describe")) @block

; Statements that may hold definitions
(call target: (identifier) @_if (do_block "do" @open "end" @close) @inside
  (#any-of? @_if "if" "unless" "for")) @block
(else_block "else" @open) @block @inside
