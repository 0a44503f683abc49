import type { House } from '../core/house.ts'

/** The path that Slack calls for everything: Bolt's default. */
export const eventsPath = '/slack/events'

/** The app manifest with the address of organisation.json wherever Slack is told one. */
export const manifestFor = (manifest: string, { deployment }: Pick<House, 'deployment'>): string => {
  if (!deployment) return manifest
  const address = new URL(eventsPath, deployment.url).href
  return manifest.replaceAll(
    /^(\s*(?:request_|message_menu_options_)?url:) .*$/gm,
    (_, name: string) => `${name} ${address}`,
  )
}
