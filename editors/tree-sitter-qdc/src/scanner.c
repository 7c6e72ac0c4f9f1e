// Where a statement ends: at the end of its line, unless the next line that is not empty opens its block, and before
// a brace that closes the block it stands in.

#include "tree_sitter/parser.h"

enum Token { LINE_END, WITHIN_TEXT };

void *tree_sitter_qdc_external_scanner_create(void) { return NULL; }
void tree_sitter_qdc_external_scanner_destroy(void *payload) { (void)payload; }
void tree_sitter_qdc_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
    (void)payload, (void)buffer, (void)length;
}
unsigned tree_sitter_qdc_external_scanner_serialize(void *payload, char *buffer) {
    (void)payload, (void)buffer;
    return 0;
}

static bool is_blank(int32_t character) {
    return character == ' ' || character == '\t' || character == '\r' || character == 0x3000 || character == 0xA0 ||
           character == 0xFEFF;
}

static void skip_blanks(TSLexer *lexer) {
    while (is_blank(lexer->lookahead)) lexer->advance(lexer, false);
}

// Whether a comment stood here; a single `/` is passed over too, since no block begins with it.
static bool skip_comment(TSLexer *lexer) {
    lexer->advance(lexer, false);
    if (lexer->lookahead != '/') return false;
    while (lexer->lookahead != '\n' && !lexer->eof(lexer)) lexer->advance(lexer, false);
    return true;
}

bool tree_sitter_qdc_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid_symbols) {
    (void)payload;
    if (!valid_symbols[LINE_END]) return false;
    lexer->result_symbol = LINE_END;
    // The token is empty and stands where the statement ends; what follows is only looked at.
    lexer->mark_end(lexer);
    if (valid_symbols[WITHIN_TEXT]) {
        // A text that is not closed goes on to the end of the line, whatever stands in it.
        while (lexer->lookahead == '\r') lexer->advance(lexer, false);
        return lexer->lookahead == '\n' || lexer->eof(lexer);
    }
    skip_blanks(lexer);
    if (lexer->lookahead == '}' || lexer->lookahead == 0xFF5D) return true;
    if (lexer->lookahead == '/' && !skip_comment(lexer)) return false;
    if (lexer->lookahead != '\n') return lexer->eof(lexer);
    do {
        while (lexer->lookahead == '\n' || is_blank(lexer->lookahead)) lexer->advance(lexer, false);
    } while (lexer->lookahead == '/' && skip_comment(lexer));
    return lexer->lookahead != '{' && lexer->lookahead != 0xFF5B;
}
