// The dialog a button may ask for before it acts.
import { h } from "./dom.js";
import { words } from "./mrkdwn.js";

export function confirmed(confirm, who) {
  return new Promise((resolve) => {
    const close = (answer) => () => { dialog.close(); dialog.remove(); resolve(answer); };
    const style = confirm.style === "danger" ? "danger" : "primary";
    const dialog = h("dialog", { class: "confirm", oncancel: close(false) },
      h("h2", {}, words(confirm.title, who)),
      h("p", {}, words(confirm.text, who)),
      h("div", { class: "buttons" },
        h("button", { type: "button", class: "slack-button", onclick: close(false) }, words(confirm.deny, who)),
        h("button", { type: "button", class: `slack-button ${style}`, onclick: close(true) }, words(confirm.confirm, who))));
    document.body.append(dialog);
    dialog.showModal();
  });
}
