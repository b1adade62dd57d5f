/** The words of a letter that staff do not write, by language. */
export interface Words {
  readonly sources: string;
  readonly unsubscribe: string;
  readonly back: string;
  why(organisation: string): string;
  tell(target: string): string;
}

const ENGLISH: Words = {
  sources: 'Sources',
  unsubscribe: 'Unsubscribe',
  back: 'Back to citation',
  why: (organisation) =>
    `You get this letter because you signed up to hear from ${organisation}. If you would rather not, one click is enough.`,
  tell: (target) => `Tell ${/^(the|an?) /i.test(target) ? '' : 'the '}${target}:`,
};

const SPANISH: Words = {
  sources: 'Fuentes',
  unsubscribe: 'Darse de baja',
  back: 'Volver a la cita',
  why: (organisation) =>
    `Recibe esta carta porque se suscribió a los mensajes de ${organisation}. Si prefiere no recibirlos, basta un clic.`,
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
