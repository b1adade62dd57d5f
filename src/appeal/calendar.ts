/** Whether an ISO date, perhaps without day or month, is in the calendar. */
export function isCalendarDate(date: string): boolean {
  const [year = '', month = '01', day = '01'] = date.split('-');
  const parsed = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.getUTCDate() === Number(day);
}
