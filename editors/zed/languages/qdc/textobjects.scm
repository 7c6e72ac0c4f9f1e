; A class is what a file declares, a function what a contract is made of.
(source_file
  [
    (contract_statement (block (_)* @class.inside)?)
    (person_statement (block (_)* @class.inside)?)
    (company_statement (block (_)* @class.inside)?)
    (authorization_statement (block (_)* @class.inside)?)
    (ticket_statement (block (_)* @class.inside)?)
  ] @class.around)

(signer_statement (block (_)* @function.inside)?) @function.around
(document_statement (block (_)* @function.inside)?) @function.around

(comment)+ @comment.around
