/** The fleet.yaml of a year: one site in its zone, open at night, frozen at the year's end. */
export function fleetOf(zone: string): string {
  return `
rings: [{ name: uat, title: Acceptance }]
sites:
  - name: here
    title: The only site
    ring: uat
    timezone: ${zone}
    windows: [{ days: [mon, tue, wed, thu, fri, sat, sun], from: '22:00', to: '05:00' }]
freezes: [{ from: "2026-12-16T00:00", until: "2027-01-01T00:00", reason: Year's end }]
`;
}
