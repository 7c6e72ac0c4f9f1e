; `contract` in a ticket is only a number: the title of a contract stands in the file itself.
(source_file
  (contract_statement (keyword) @context . (text) @name) @item)

(_ (keyword) @context name: (new_name) @name) @item

(signer_statement (keyword) @context . [(text) (name)] @name) @item

(sign_statement
  (keyword) @context
  . (name) @name
  [(page_clause) (across_clause)]? @context.extra) @item

(comment) @annotation
