/** The words of a letter that staff do not write, by language. */
export interface Words {
  readonly sources: string;
  readonly unsubscribe: string;
  readonly back: string;
  /** The button's, where the appeal gives none. */
  readonly button: string;
  note(number: string): string;
  why(organisation: string): string;
  tell(target: string): string;
}

const ENGLISH: Words = {
  sources: 'Sources',
  unsubscribe: 'Unsubscribe',
  back: 'Back to citation',
  button: 'Sign the petition',
  note: (number) => `Note ${number}`,
  why: (organisation) =>
    `You get this letter because you signed up to hear from ${organisation}. You can unsubscribe at any time.`,
  tell: (target) => `Tell ${/^(the|an?) /i.test(target) ? '' : 'the '}${target}:`,
};

const SPANISH: Words = {
  sources: 'Fuentes',
  unsubscribe: 'Darse de baja',
  back: 'Volver a la cita',
  button: 'Firme la petición',
  note: (number) => `Nota ${number}`,
  why: (organisation) =>
    `Recibe esta carta porque se suscribió a los mensajes de ${organisation}. Puede darse de baja cuando quiera.`,
  tell: (target) => `Diga a ${target}:`,
};

/** The words of a language, English where there are none. */
export function wordsFor(lang: string): Words {
  return new Intl.Locale(lang).language === 'es' ? SPANISH : ENGLISH;
}

const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur', 'yi']);

export function directionOf(lang: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.has(new Intl.Locale(lang).language) ? 'rtl' : 'ltr';
}

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
