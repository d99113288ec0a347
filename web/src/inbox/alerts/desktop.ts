/** Notifications of the desktop, for people who have another window in front. They hold no word of a tourist's. */

/** Asks the browser for leave; true when it may show them. */
export async function mayNotify(): Promise<boolean> {
  if (!("Notification" in window)) return false;
  if (Notification.permission === "default") await Notification.requestPermission();
  return Notification.permission === "granted";
}

/** Shows one, which leads back to the page; returns how to take it away. */
export function notify(title: string, body: string): () => void {
  if (!("Notification" in window) || Notification.permission !== "granted" || !document.hidden)
    return () => undefined;
  const shown = new Notification(title, { body, tag: "hub.offer", requireInteraction: true });
  shown.onclick = () => {
    window.focus();
    shown.close();
  };
  return () => shown.close();
}
