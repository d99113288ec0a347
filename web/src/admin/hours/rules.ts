/** Opening hours as the form has them and as the hub keeps them (hub/hours_rules.py). */

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof WEEKDAYS)[number];
export type Span = [from: string, until: string];

export interface Special {
  date: string;
  spans: Span[];
}

export interface Hours {
  week: Record<Weekday, Span[]>;
  dates: Special[];
  follow: boolean;
  onHolidays: Span[];
  /** Whether make-up days have hours of their own; else they are as Mondays. */
  ownMakeUp: boolean;
  onMakeUp: Span[];
}

const OFFICE: Span[] = [["09:00", "18:00"]];

/** What a new calendar begins with. */
export function usual(): Hours {
  const week = Object.fromEntries(WEEKDAYS.map((day) => [day, day === "sat" || day === "sun" ? [] : OFFICE]));
  return hoursOf({ week, holidays: "cn" });
}

export function hoursOf(rules: Record<string, unknown>): Hours {
  const week = asObject(rules.week);
  const always = rules.week === undefined;
  const dates = asObject(rules.dates);
  return {
    week: Object.fromEntries(
      WEEKDAYS.map((day) => [day, always ? [["00:00", "24:00"]] : spansOf(week[day])]),
    ) as Hours["week"],
    dates: Object.keys(dates)
      .toSorted()
      .map((date) => ({ date, spans: spansOf(dates[date]) })),
    follow: rules.holidays === "cn",
    onHolidays: spansOf(rules.on_holidays),
    ownMakeUp: Array.isArray(rules.on_make_up),
    onMakeUp: spansOf(rules.on_make_up),
  };
}

export function rulesOf(hours: Hours): Record<string, unknown> {
  return {
    week: hours.week,
    dates: Object.fromEntries(hours.dates.map(({ date, spans }) => [date, spans])),
    holidays: hours.follow ? "cn" : null,
    on_holidays: hours.onHolidays,
    on_make_up: hours.ownMakeUp ? hours.onMakeUp : null,
  };
}

/** The span that one would most likely add next. */
export function nextSpan(spans: readonly Span[]): Span {
  const last = spans.at(-1)?.[1];
  if (last === undefined) return ["09:00", "18:00"];
  const hour = Math.min(22, Number.parseInt(last, 10) + 1);
  return [`${pad(hour)}:00`, `${pad(Math.min(23, hour + 4))}:00`];
}

function pad(hour: number): string {
  return String(hour).padStart(2, "0");
}

function spansOf(value: unknown): Span[] {
  return Array.isArray(value) ? value.filter(isSpan).map(([from, until]) => [from, until]) : [];
}

function isSpan(value: unknown): value is Span {
  return Array.isArray(value) && value.length === 2 && value.every((one) => typeof one === "string");
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
