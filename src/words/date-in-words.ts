/** An ISO 8601 date, perhaps without day or month, in words: "March 13, 2018". */
export function dateInWords(date: string, lang: string): string {
  const [year, month, day] = date.split('-');
  const format = new Intl.DateTimeFormat(lang, {
    year: 'numeric',
    month: month ? 'long' : undefined,
    day: day ? 'numeric' : undefined,
    timeZone: 'UTC',
  });
  return format.format(new Date(`${year}-${month ?? '01'}-${day ?? '01'}T00:00:00Z`));
}
