// Whoever goes where a notice leads has read it. Said on the way, also when it opens in another tab.
function read(event) {
  const link = event.target.closest("a[data-read]");
  if (!link || (event.type === "auxclick" && event.button !== 1)) return;
  const { "X-CSRFToken": token } = JSON.parse(document.body.getAttribute("hx-headers:inherited"));
  fetch(link.dataset.read, { method: "POST", keepalive: true, headers: { "X-CSRFToken": token } });
  delete link.dataset.read;
}

document.addEventListener("click", read);
document.addEventListener("auxclick", read);
