/**
 * `fetch` for everything that speaks to Slack, which tells each time Slack asks to slow down. Bolt keeps its clients to
 * itself, and their own events with them; what they all fetch with is ours to give.
 */
export const countedFetch =
  (throttled: () => void): typeof fetch =>
  async (...request) => {
    const response = await fetch(...request)
    if (response.status === 429) throttled()
    return response
  }
