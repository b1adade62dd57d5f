/**
 * Whom `--where` chooses: a condition over the columns of a list.
 *
 *     or       := and { "or" and }
 *     and      := not { "and" not }
 *     not      := "not" not | "(" or ")" | test
 *     test     := column [ "=" value | "!=" value | "<" value | "<=" value | ">" value | ">=" value
 *                        | ["not"] "in" "(" value { "," value } ")"
 *                        | ["not"] ( "contains" | "starts with" | "ends with" ) value
 *                        | "is" ["not"] "empty" ]
 *     value    := text in quotation marks | number | column
 *     column   := merge field | "[" column as it stands in the list "]"
 */
export type Condition =
  | { readonly kind: 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'and'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | { readonly kind: 'yes'; readonly column: Column }
  | { readonly kind: 'empty'; readonly column: Column }
  | {
      readonly kind: 'compare';
      readonly column: Column;
      readonly operator: Operator;
      readonly value: Value;
    }
  | { readonly kind: 'in'; readonly column: Column; readonly values: readonly Value[] };

export interface Column {
  readonly kind: 'column';
  readonly name: string;
  /** Where it stands in the text, from 1. */
  readonly at: number;
}

export type Value =
  | { readonly kind: 'text'; readonly text: string }
  /** As typed: `50`, `-1.5`. */
  | { readonly kind: 'number'; readonly text: string }
  | Column;

export const COMPARISONS = ['=', '!=', '<', '<=', '>', '>='] as const;
export const TEXT_TESTS = ['contains', 'starts with', 'ends with'] as const;
export type Operator = (typeof COMPARISONS)[number] | (typeof TEXT_TESTS)[number];

/** Words that are no columns, unless in square brackets. */
export const WORDS: ReadonlySet<string> = new Set(
  'and or not in is empty contains starts ends with'.split(' '),
);
