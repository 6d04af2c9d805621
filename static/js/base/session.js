// The session is over: this page leaves. The first page that knows nobody any more tells the others
// (signed-out.js), and the browser drops those it kept for Back; or the stream is refused.
{
  const leave = () => location.replace(`${document.documentElement.dataset.root}/`); // the door asks who it is
  new BroadcastChannel("session").addEventListener("message", leave);
  document.addEventListener("htmx:sse:error", ({ detail }) => { if (detail?.status === 403) leave(); });
}
