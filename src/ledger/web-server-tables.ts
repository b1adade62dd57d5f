/** On PostgreSQL in no log and no backup of the server's. */
export interface DaySaltsTable {
  day: number;
  salt: string;
}

export interface ProbesTable {
  number: number;
  at: number;
}
