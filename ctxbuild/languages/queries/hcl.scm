(body) @group @inside
(ERROR) @group @inside

; variable "name" {, resource "type" "name" {, locals {
(block . (identifier) @_variable . (string_lit (template_literal) @name)
  (block_start) @open (block_end) @close
  (#any-of? @_variable "variable" "output")) @variable
(block . (identifier) @_module . (string_lit (template_literal) @name)
  (block_start) @open (block_end) @close
  (#eq? @_module "module")) @module
(block . (identifier) @_locals @name . (block_start) @open (body) @inside (block_end) @close
  (#eq? @_locals "locals")) @module
(block . (identifier) . (string_lit (template_literal) @scope)
  . (string_lit (template_literal) @name) . (block_start) @open (block_end) @close) @resource
(block . (identifier) . (string_lit (template_literal) @name)
  . (block_start) @open (block_end) @close) @resource
(block . (identifier) @name . (block_start) @open (block_end) @close) @resource

(attribute . (identifier) @name) @variable
