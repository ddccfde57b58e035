// SPDX-License-Identifier: MIT
#include "frontend/diagnosis_grammar.h"

namespace eider::frontend {

const std::string_view kGrammarStatements = R"(
file: [statements] ENDMARKER ;
interactive: compound_stmt NEWLINE | simple_stmts | NEWLINE ;
eval: expressions NEWLINE* ENDMARKER ;
fstring: star_expressions ;

statements: statement+ ;
statement: compound_stmt | simple_stmts ;
simple_stmts: simple_stmt !';' NEWLINE | ';'.simple_stmt+ [';'] NEWLINE ;
simple_stmt!:
  assignment | star_expressions | &'return' return_stmt | &('import' | 'from') import_stmt | &'raise' raise_stmt
  | 'pass' | &'del' del_stmt | &'yield' yield_expr | &'assert' assert_stmt | 'break' | 'continue'
  | &'global' global_stmt | &'nonlocal' nonlocal_stmt ;
compound_stmt:
  &('def' | '@' | 'async') function_def | &'if' if_stmt | &('class' | '@') class_def | &('with' | 'async') with_stmt
  | &('for' | 'async') for_stmt | &'try' try_stmt | &'while' while_stmt | match_stmt ;

assignment:
  NAME ':' expression ['=' annotated_rhs]
  | ('(' single_target ')' | single_subscript_attribute_target) ':' expression ['=' annotated_rhs]
  | (star_targets '=')+ (yield_expr | star_expressions) !'='
  | single_target augassign ~ (yield_expr | star_expressions)
  | invalid_assignment ;
annotated_rhs: yield_expr | star_expressions ;
augassign: '+=' | '-=' | '*=' | '@=' | '/=' | '%=' | '&=' | '|=' | '^=' | '<<=' | '>>=' | '**=' | '//=' ;
return_stmt: 'return' [star_expressions] ;
raise_stmt: 'raise' expression ['from' expression] | 'raise' ;
global_stmt: 'global' ','.NAME+ ;
nonlocal_stmt: 'nonlocal' ','.NAME+ ;
del_stmt: 'del' del_targets &(';' | NEWLINE) | invalid_del_stmt ;
assert_stmt: 'assert' expression [',' expression] ;
import_stmt: import_name | import_from ;
import_name: 'import' ','.dotted_as_name+ ;
import_from:
  'from' ('.' | '...')* dotted_name 'import' import_from_targets | 'from' ('.' | '...')+ 'import' import_from_targets ;
import_from_targets:
  '(' import_from_as_names [','] ')' | import_from_as_names !',' | '*' | invalid_import_from_targets ;
import_from_as_names: ','.import_from_as_name+ ;
import_from_as_name: NAME ['as' NAME] ;
dotted_as_name: dotted_name ['as' NAME] ;
dotted_name: NAME ('.' NAME)* ;

block!: NEWLINE INDENT statements DEDENT | simple_stmts | invalid_block ;
decorators: ('@' named_expression NEWLINE)+ ;
class_def: decorators class_def_raw | class_def_raw ;
class_def_raw: invalid_class_def_raw | 'class' NAME ['(' [arguments] ')'] ':' block ;
function_def: decorators function_def_raw | function_def_raw ;
function_def_raw:
  invalid_def_raw
  | 'def' NAME &&'(' [params] ')' ['->' expression] &&':' block
  | 'async' 'def' NAME &&'(' [params] ')' ['->' expression] &&':' block ;

params: invalid_parameters | parameters ;
parameters:
  slash_no_default param_no_default* param_with_default* [star_etc]
  | slash_with_default param_with_default* [star_etc]
  | param_no_default+ param_with_default* [star_etc]
  | param_with_default+ [star_etc]
  | star_etc ;
slash_no_default: param_no_default+ '/' ',' | param_no_default+ '/' &')' ;
slash_with_default:
  param_no_default* param_with_default+ '/' ',' | param_no_default* param_with_default+ '/' &')' ;
star_etc:
  invalid_star_etc
  | '*' param_no_default param_maybe_default* [kwds]
  | '*' param_no_default_star_annotation param_maybe_default* [kwds]
  | '*' ',' param_maybe_default+ [kwds]
  | kwds ;
kwds: invalid_kwds | '**' param_no_default ;
param_no_default: a=param ',' {a} | a=param &')' {a} ;
param_no_default_star_annotation: NAME ':' star_expression ',' | NAME ':' star_expression &')' ;
param_with_default: param default ',' | param default &')' ;
param_maybe_default: param default? ',' | param default? &')' ;
param: NAME [':' expression] {=Other} ;
default: '=' expression | invalid_default ;

if_stmt: invalid_if_stmt | 'if' named_expression ':' block elif_stmt | 'if' named_expression ':' block [else_block] ;
elif_stmt:
  invalid_elif_stmt | 'elif' named_expression ':' block elif_stmt | 'elif' named_expression ':' block [else_block] ;
else_block: invalid_else_stmt | 'else' &&':' block ;
while_stmt: invalid_while_stmt | 'while' named_expression ':' block [else_block] ;
for_stmt:
  invalid_for_stmt
  | 'for' star_targets 'in' ~ star_expressions ':' block [else_block]
  | 'async' 'for' star_targets 'in' ~ star_expressions ':' block [else_block]
  | invalid_for_target ;
with_stmt:
  invalid_with_stmt_indent
  | 'with' '(' ','.with_item+ ','? ')' ':' block
  | 'with' ','.with_item+ ':' block
  | 'async' 'with' '(' ','.with_item+ ','? ')' ':' block
  | 'async' 'with' ','.with_item+ ':' block
  | invalid_with_stmt ;
with_item: expression 'as' star_target &(',' | ')' | ':') | invalid_with_item | expression ;
try_stmt:
  invalid_try_stmt
  | 'try' &&':' block finally_block
  | 'try' &&':' block except_block+ [else_block] [finally_block]
  | 'try' &&':' block except_star_block+ [else_block] [finally_block] ;
except_block:
  invalid_except_stmt_indent | 'except' expression ['as' NAME] ':' block | 'except' ':' block | invalid_except_stmt ;
except_star_block:
  invalid_except_star_stmt_indent | 'except' '*' expression ['as' NAME] ':' block | invalid_except_stmt ;
finally_block: invalid_finally_stmt | 'finally' &&':' block ;
)";

const std::string_view kGrammarPatterns = R"(
match_stmt: "match" subject_expr ':' NEWLINE INDENT case_block+ DEDENT | invalid_match_stmt ;
subject_expr: star_named_expression ',' star_named_expressions? | named_expression ;
case_block: invalid_case_block | "case" patterns guard? ':' block ;
guard: 'if' named_expression ;
patterns: open_sequence_pattern | pattern ;
pattern#: as_pattern | or_pattern ;
as_pattern: or_pattern 'as' pattern_capture_target | invalid_as_pattern ;
or_pattern#: '|'.closed_pattern+ {=Other} ;
closed_pattern#:
  literal_pattern | capture_pattern | "_" | value_pattern | group_pattern | sequence_pattern | mapping_pattern
  | class_pattern ;
literal_pattern: signed_number !('+' | '-') | complex_number | strings | 'None' | 'True' | 'False' ;
literal_expr: signed_number !('+' | '-') | complex_number | strings | 'None' | 'True' | 'False' ;
complex_number:
  a=signed_number b=('+' | '-') c=NUMBER {complex_number} ;
signed_number: a=NUMBER {number} | '-' a=NUMBER {number} ;
capture_pattern: pattern_capture_target ;
pattern_capture_target: !"_" NAME !('.' | '(' | '=') ;
value_pattern: attr !('.' | '(' | '=') ;
attr: NAME ('.' NAME)+ ;
name_or_attr: NAME ('.' NAME)* ;
group_pattern: '(' pattern ')' ;
sequence_pattern: '[' [maybe_sequence_pattern] ']' | '(' [open_sequence_pattern] ')' ;
open_sequence_pattern: maybe_star_pattern ',' maybe_sequence_pattern? ;
maybe_sequence_pattern: ','.maybe_star_pattern+ ','? ;
maybe_star_pattern: star_pattern | pattern ;
star_pattern: '*' pattern_capture_target | '*' "_" ;
mapping_pattern:
  '{' '}' | '{' double_star_pattern ','? '}' | '{' items_pattern ',' double_star_pattern ','? '}'
  | '{' items_pattern ','? '}' ;
items_pattern: ','.key_value_pattern+ ;
key_value_pattern: (literal_expr | attr) ':' pattern ;
double_star_pattern: '**' pattern_capture_target ;
class_pattern:
  name_or_attr '(' ')'
  | name_or_attr '(' positional_patterns ','? ')'
  | name_or_attr '(' keyword_patterns ','? ')'
  | name_or_attr '(' positional_patterns ',' keyword_patterns ','? ')'
  | invalid_class_pattern ;
positional_patterns: a=','.positional_pattern+ {a} ;
positional_pattern: pattern {=Other} ;
keyword_patterns: ','.keyword_pattern+ ;
keyword_pattern: NAME '=' pattern ;
)";

const std::string_view kGrammarExpressions = R"(
expressions: a=expression b=(',' expression)+ [','] {=Tuple} | a=expression ',' {=Tuple} | expression ;
expression!:
  invalid_expression
  | invalid_legacy_expression
  | disjunction 'if' disjunction 'else' expression {=IfExp}
  | disjunction
  | lambdef ;
yield_expr: 'yield' 'from' expression {=Yield} | 'yield' [star_expressions] {=Yield} ;
star_expressions:
  a=star_expression b=(',' star_expression)+ [','] {=Tuple} | a=star_expression ',' {=Tuple} | star_expression ;
star_expression!: '*' a=bitwise_or {=Starred} | expression ;
star_named_expressions: a=','.star_named_expression+ [','] {a} ;
star_named_expression#: '*' a=bitwise_or {=Starred} | named_expression ;
assignment_expression: NAME ':=' ~ expression {=NamedExpr} ;
named_expression#: assignment_expression | invalid_named_expression | a=expression !':=' {a} ;
disjunction!: conjunction ('or' conjunction)+ {=BoolOp} | conjunction ;
conjunction!: inversion ('and' inversion)+ {=BoolOp} | inversion ;
inversion!: 'not' inversion {=UnaryOp} | comparison ;
comparison#: a=bitwise_or b=compare_pair+ {=Compare} | bitwise_or ;
compare_pair:
  '==' bitwise_or {=Pair} | NOTEQUAL bitwise_or {=Pair} | '<=' bitwise_or {=Pair} | '<' bitwise_or {=Pair}
  | '>=' bitwise_or {=Pair} | '>' bitwise_or {=Pair} | 'not' 'in' bitwise_or {=Pair} | 'in' bitwise_or {=InPair}
  | 'is' 'not' bitwise_or {=Pair} | 'is' bitwise_or {=Pair} ;
bitwise_or!: a=bitwise_xor b=('|' bitwise_xor)* {binary} ;
bitwise_xor!: a=bitwise_and b=('^' bitwise_and)* {binary} ;
bitwise_and!: a=shift_expr b=('&' shift_expr)* {binary} ;
shift_expr!: a=sum b=(('<<' | '>>') sum)* {binary} ;
sum!: a=term b=(('+' | '-') term)* {binary} ;
term!: a=factor b=(('*' | '/' | '//' | '%' | '@') factor)* {binary} ;
factor!: ('+' | '-' | '~') factor {=UnaryOp} | power ;
power: await_primary '**' factor {=BinOp} | await_primary ;
await_primary!: 'await' primary {=Await} | primary ;
primary!: a=atom b=primary_tail* {primary} ;
primary_tail:
  '.' NAME {=Attribute} | genexp {=Call} | '(' [arguments] ')' {=Call} | '[' slices ']' {=Subscript} ;
slices#: slice !',' | ','.(slice | starred_expression)+ [','] ;
slice: [expression] ':' [expression] [':' [expression]] | named_expression ;
atom#:
  NAME {=Name} | 'True' {=True} | 'False' {=False} | 'None' {=None} | &STRING strings | a=NUMBER {number}
  | &'(' (tuple | group | genexp) | &'[' (list | listcomp) | &'{' (dict | set | dictcomp | setcomp)
  | '...' {=Ellipsis} ;
group#: '(' a=(yield_expr | named_expression) ')' {a} | invalid_group ;
strings!: a=STRING+ {strings} ;
list#: '[' a=[star_named_expressions] ']' {=List} ;
tuple#: '(' [a=star_named_expression ',' b=[star_named_expressions]] ')' {=Tuple} ;
set#: '{' star_named_expressions '}' {=Set} ;
dict#: '{' [double_starred_kvpairs] '}' {=Dict} | '{' invalid_double_starred_kvpairs '}' ;
double_starred_kvpairs: ','.double_starred_kvpair+ [','] ;
double_starred_kvpair#: '**' bitwise_or | kvpair ;
kvpair: expression ':' expression ;
listcomp#: '[' named_expression for_if_clauses ']' {=ListComp} | invalid_comprehension ;
setcomp#: '{' named_expression for_if_clauses '}' {=SetComp} | invalid_comprehension ;
genexp#:
  '(' (assignment_expression | expression !':=') for_if_clauses ')' {=GeneratorExp} | invalid_comprehension ;
dictcomp#: '{' kvpair for_if_clauses '}' {=DictComp} | invalid_dict_comprehension ;
for_if_clauses: a=for_if_clause+ {a} ;
for_if_clause:
  'async' 'for' a=star_targets 'in' ~ b=disjunction c=('if' disjunction)* {=Clause}
  | 'for' a=star_targets 'in' ~ b=disjunction c=('if' disjunction)* {=Clause}
  | invalid_for_target ;

lambdef#: 'lambda' [lambda_params] ':' expression {=Lambda} ;
lambda_params: invalid_lambda_parameters | lambda_parameters ;
lambda_parameters:
  lambda_slash_no_default lambda_param_no_default* lambda_param_with_default* [lambda_star_etc]
  | lambda_slash_with_default lambda_param_with_default* [lambda_star_etc]
  | lambda_param_no_default+ lambda_param_with_default* [lambda_star_etc]
  | lambda_param_with_default+ [lambda_star_etc]
  | lambda_star_etc ;
lambda_slash_no_default: lambda_param_no_default+ '/' ',' | lambda_param_no_default+ '/' &':' ;
lambda_slash_with_default:
  lambda_param_no_default* lambda_param_with_default+ '/' ','
  | lambda_param_no_default* lambda_param_with_default+ '/' &':' ;
lambda_star_etc:
  invalid_lambda_star_etc
  | '*' lambda_param_no_default lambda_param_maybe_default* [lambda_kwds]
  | '*' ',' lambda_param_maybe_default+ [lambda_kwds]
  | lambda_kwds ;
lambda_kwds: invalid_lambda_kwds | '**' lambda_param_no_default ;
lambda_param_no_default: a=lambda_param ',' {a} | a=lambda_param &':' {a} ;
lambda_param_with_default: lambda_param default ',' | lambda_param default &':' ;
lambda_param_maybe_default: lambda_param default? ',' | lambda_param default? &':' ;
lambda_param: NAME {=Other} ;

arguments!: a=args [','] &')' {a} | invalid_arguments ;
args#:
  a=','.(starred_expression | (assignment_expression | expression !':=') !'=')+ b=[',' kwargs] {=Args}
  | a=kwargs {=Args} ;
kwargs:
  a=','.kwarg_or_starred+ ',' b=','.kwarg_or_double_starred+ {=Joined}
  | a=','.kwarg_or_starred+ {a}
  | a=','.kwarg_or_double_starred+ {a} ;
starred_expression#: '*' a=expression {=Starred} ;
kwarg_or_starred: invalid_kwarg | NAME '=' expression {=Keyword} | starred_expression ;
kwarg_or_double_starred: invalid_kwarg | NAME '=' expression {=Keyword} | '**' expression {=KeywordUnpacking} ;

star_targets: star_target !',' {=Other} | star_target (',' star_target)* [','] {=Other} ;
star_targets_tuple_seq: star_target (',' star_target)+ [','] | star_target ',' ;
star_target!: '*' (!'*' star_target) | target_with_star_atom ;
target_with_star_atom!: t_primary '.' NAME !t_lookahead | t_primary '[' slices ']' !t_lookahead | star_atom ;
star_atom:
  NAME | '(' target_with_star_atom ')' | '(' [star_targets_tuple_seq] ')' | '[' [','.star_target+ [',']] ']' ;
single_target: single_subscript_attribute_target | NAME | '(' single_target ')' ;
single_subscript_attribute_target: t_primary '.' NAME !t_lookahead | t_primary '[' slices ']' !t_lookahead ;
t_primary!:
  atom &t_lookahead
  ('.' NAME &t_lookahead | '[' slices ']' &t_lookahead | genexp &t_lookahead | '(' [arguments] ')' &t_lookahead)* ;
t_lookahead: '(' | '[' | '.' ;
del_targets: ','.del_target+ [','] ;
del_target!: t_primary '.' NAME !t_lookahead | t_primary '[' slices ']' !t_lookahead | del_t_atom ;
del_t_atom: NAME | '(' del_target ')' | '(' [del_targets] ')' | '[' [del_targets] ']' ;
)";

const std::string_view kGrammarInvalid = R"(
invalid_arguments:
  a=args ',' '*' {unpacking_after_unpacking}
  | a=expression b=for_if_clauses ',' [args | expression for_if_clauses] {generator_needs_parentheses}
  | a=NAME b='=' expression for_if_clauses {maybe_meant_equal}
  | a=args b=for_if_clauses {generator_among_arguments}
  | args ',' a=expression b=for_if_clauses {generator_needs_parentheses_target}
  | a=args ',' args {positional_after_keyword} ;
invalid_kwarg:
  a=('True' | 'False' | 'None') b='=' {cannot_assign_constant}
  | a=NAME b='=' expression for_if_clauses {maybe_meant_equal}
  | !(NAME '=') a=expression b='=' {expression_contains_assignment} ;
expression_without_invalid:
  disjunction 'if' disjunction 'else' expression {=IfExp} | disjunction | lambdef ;
invalid_legacy_expression: a=NAME !'(' b=star_expressions {missing_parentheses} ;
invalid_expression:
  !(NAME STRING | SOFT_KEYWORD) a=disjunction b=expression_without_invalid {forgot_comma}
  | a=disjunction 'if' b=disjunction !('else' | ':') {expected_else} ;
invalid_named_expression!:
  a=expression ':=' expression {cannot_use_walrus}
  | a=NAME '=' b=bitwise_or !('=' | ':=') {maybe_meant_equal}
  | !(list | tuple | genexp | 'True' | 'None' | 'False') a=bitwise_or b='=' bitwise_or !('=' | ':=')
    {cannot_assign_here} ;
invalid_assignment:
  a=invalid_ann_assign_target ':' expression {annotated_sequence}
  | a=star_named_expression ',' star_named_expressions* ':' expression {annotated_tuple}
  | a=expression ':' expression {illegal_annotation}
  | (star_targets '=')* a=star_expressions '=' {invalid_star_target}
  | (star_targets '=')* a=yield_expr '=' {assignment_to_yield}
  | a=star_expressions augassign (yield_expr | star_expressions) {illegal_augmented} ;
invalid_ann_assign_target: list | tuple | '(' a=invalid_ann_assign_target ')' {a} ;
invalid_del_stmt: 'del' a=star_expressions {invalid_del_target} ;
invalid_block: NEWLINE !INDENT {expected_block} ;
invalid_comprehension:
  ('[' | '(' | '{') a=starred_expression for_if_clauses {unpacking_in_comprehension}
  | ('[' | '{') a=star_named_expression ',' b=star_named_expressions for_if_clauses {forgot_target_parentheses}
  | ('[' | '{') a=star_named_expression b=',' for_if_clauses {forgot_target_parentheses} ;
invalid_dict_comprehension: '{' a='**' bitwise_or for_if_clauses '}' {dict_unpacking_in_comprehension} ;
invalid_parameters:
  param_no_default* invalid_parameters_helper a=param_no_default {non_default_after_default}
  | param_no_default* a='(' param_no_default+ ','? b=')' {parenthesised_parameters}
  | a='/' ',' {slash_first}
  | (slash_no_default | slash_with_default) param_maybe_default* a='/' {second_slash}
  | (slash_no_default | slash_with_default)? param_maybe_default* '*' (',' | param_no_default)
    param_maybe_default* a='/' {slash_after_star}
  | param_maybe_default+ '/' a='*' {comma_between_slash_and_star} ;
invalid_parameters_helper: slash_with_default | param_with_default+ ;
invalid_star_etc:
  a='*' (')' | ',' (')' | '**')) {bare_star}
  | '*' param a='=' {default_of_star}
  | '*' (param_no_default | ',') param_maybe_default* a='*' (param_no_default | ',') {second_star} ;
invalid_kwds:
  '**' param a='=' {default_of_double_star}
  | '**' param ',' a=param {argument_after_double_star}
  | '**' param ',' a=('*' | '**' | '/') {argument_after_double_star} ;
invalid_default: a='=' &(')' | ',') {expected_default} ;
invalid_lambda_parameters:
  lambda_param_no_default* invalid_lambda_parameters_helper a=lambda_param_no_default {non_default_after_default}
  | lambda_param_no_default* a='(' ','.lambda_param+ ','? b=')' {parenthesised_lambda_parameters}
  | a='/' ',' {slash_first}
  | (lambda_slash_no_default | lambda_slash_with_default) lambda_param_maybe_default* a='/' {second_slash}
  | (lambda_slash_no_default | lambda_slash_with_default)? lambda_param_maybe_default* '*'
    (',' | lambda_param_no_default) lambda_param_maybe_default* a='/' {slash_after_star}
  | lambda_param_maybe_default+ '/' a='*' {comma_between_slash_and_star} ;
invalid_lambda_parameters_helper: lambda_slash_with_default | lambda_param_with_default+ ;
invalid_lambda_star_etc:
  '*' (':' | ',' (':' | '**')) {bare_star_at_last}
  | '*' lambda_param a='=' {default_of_star}
  | '*' (lambda_param_no_default | ',') lambda_param_maybe_default* a='*' (lambda_param_no_default | ',')
    {second_star} ;
invalid_lambda_kwds:
  '**' lambda_param a='=' {default_of_double_star}
  | '**' lambda_param ',' a=lambda_param {argument_after_double_star}
  | '**' lambda_param ',' a=('*' | '**' | '/') {argument_after_double_star} ;
invalid_with_item: expression 'as' a=expression &(',' | ')' | ':') {invalid_star_target} ;
invalid_for_target: 'async'? 'for' a=star_expressions {invalid_for_target} ;
invalid_group:
  '(' a=starred_expression ')' {starred_here} | '(' a='**' expression ')' {double_starred_here} ;
invalid_import_from_targets: import_from_as_names ',' NEWLINE {trailing_comma} ;
invalid_with_stmt:
  ['async'] 'with' ','.(expression ['as' star_target])+ NEWLINE {expected_colon}
  | ['async'] 'with' '(' ','.(expressions ['as' star_target])+ ','? ')' NEWLINE {expected_colon} ;
invalid_with_stmt_indent:
  ['async'] a='with' ','.(expression ['as' star_target])+ ':' NEWLINE !INDENT {expected_block_after}
  | ['async'] a='with' '(' ','.(expressions ['as' star_target])+ ','? ')' ':' NEWLINE !INDENT {expected_block_after} ;
invalid_try_stmt:
  a='try' ':' NEWLINE !INDENT {expected_block_after}
  | 'try' ':' block !('except' | 'finally') {expected_except}
  | 'try' ':' block* except_block+ a='except' b='*' expression ['as' NAME] ':' {mixed_except}
  | 'try' ':' block* except_star_block+ a='except' [expression ['as' NAME]] ':' {mixed_except_star} ;
invalid_except_stmt:
  'except' '*'? a=expression ',' expressions ['as' NAME] ':' {exceptions_need_parentheses}
  | 'except' '*'? expression ['as' NAME] NEWLINE {expected_colon}
  | 'except' NEWLINE {expected_colon}
  | 'except' '*' (NEWLINE | ':') {expected_exception_types} ;
invalid_finally_stmt: a='finally' ':' NEWLINE !INDENT {expected_block_after} ;
invalid_except_stmt_indent:
  a='except' expression ['as' NAME] ':' NEWLINE !INDENT {expected_block_after}
  | a='except' ':' NEWLINE !INDENT {expected_block_after_except} ;
invalid_except_star_stmt_indent:
  a='except' '*' expression ['as' NAME] ':' NEWLINE !INDENT {expected_block_after_except_star} ;
invalid_match_stmt:
  "match" subject_expr NEWLINE {expected_colon} | a="match" subject_expr ':' NEWLINE !INDENT {expected_block_after} ;
invalid_case_block:
  "case" patterns guard? NEWLINE {expected_colon}
  | a="case" patterns guard? ':' NEWLINE !INDENT {expected_block_after} ;
invalid_as_pattern:
  or_pattern 'as' a="_" {underscore_target} | or_pattern 'as' !NAME a=expression {invalid_pattern_target} ;
invalid_class_pattern: name_or_attr '(' a=invalid_class_argument_pattern {positional_after_keyword_patterns} ;
invalid_class_argument_pattern: [positional_patterns ','] keyword_patterns ',' a=positional_patterns {a} ;
invalid_if_stmt:
  'if' named_expression NEWLINE {expected_colon} | a='if' named_expression ':' NEWLINE !INDENT {expected_block_after} ;
invalid_elif_stmt:
  'elif' named_expression NEWLINE {expected_colon}
  | a='elif' named_expression ':' NEWLINE !INDENT {expected_block_after} ;
invalid_else_stmt: a='else' ':' NEWLINE !INDENT {expected_block_after} ;
invalid_while_stmt:
  'while' named_expression NEWLINE {expected_colon}
  | a='while' named_expression ':' NEWLINE !INDENT {expected_block_after} ;
invalid_for_stmt:
  ['async'] 'for' star_targets 'in' star_expressions NEWLINE {expected_colon}
  | ['async'] a='for' star_targets 'in' star_expressions ':' NEWLINE !INDENT {expected_block_after} ;
invalid_def_raw:
  ['async'] a='def' NAME '(' [params] ')' ['->' expression] ':' NEWLINE !INDENT {expected_block_after_function} ;
invalid_class_def_raw:
  'class' NAME ['(' [arguments] ')'] NEWLINE {expected_colon}
  | a='class' NAME ['(' [arguments] ')'] ':' NEWLINE !INDENT {expected_block_after_class} ;
invalid_double_starred_kvpairs:
  ','.double_starred_kvpair+ ',' invalid_kvpair
  | expression ':' a='*' bitwise_or {starred_dict_value}
  | expression a=':' &('}' | ',') {expected_dict_value} ;
invalid_kvpair:
  a=expression !(':') {expected_dict_colon}
  | expression ':' a='*' bitwise_or {starred_dict_value}
  | expression a=':' &('}' | ',') {expected_dict_value} ;
)";

}  // namespace eider::frontend
