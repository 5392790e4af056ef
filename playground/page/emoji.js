// The short names a card is likely to use.
export const EMOJI = {
  white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️", x: "❌", no_entry: "⛔",
  red_circle: "🔴", large_red_circle: "🔴", large_orange_circle: "🟠", large_yellow_circle: "🟡",
  large_green_circle: "🟢", large_blue_circle: "🔵", white_circle: "⚪", black_circle: "⚫",
  warning: "⚠️", rotating_light: "🚨", fire: "🔥", bulb: "💡", brain: "🧠", robot_face: "🤖",
  hourglass: "⌛", hourglass_flowing_sand: "⏳", stopwatch: "⏱️", alarm_clock: "⏰", clock3: "🕒",
  raised_hand: "✋", wave: "👋", thumbsup: "👍", "+1": "👍", thumbsdown: "👎", pray: "🙏", clap: "👏",
  eyes: "👀", mag: "🔍", memo: "📝", clipboard: "📋", link: "🔗", paperclip: "📎", lock: "🔒", key: "🔑",
  ticket: "🎫", bell: "🔔", mega: "📣", speech_balloon: "💬", thread: "🧵", envelope: "✉️", email: "📧",
  arrow_right: "➡️", arrow_left: "⬅️", arrow_up: "⬆️", arrow_down: "⬇️", leftwards_arrow_with_hook: "↩️",
  repeat: "🔁", parking: "🅿️", double_vertical_bar: "⏸️", tada: "🎉", sparkles: "✨", star: "⭐",
  wrench: "🔧", hammer: "🔨", gear: "⚙️", computer: "💻", phone: "☎️", house: "🏠", runner: "🏃",
  question: "❓", exclamation: "❗", information_source: "ℹ️", point_right: "👉", smile: "😄", slightly_smiling_face: "🙂",
};
