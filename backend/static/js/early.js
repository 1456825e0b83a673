// Applies the chosen appearance before the first paint; a classic script, so that it runs at once.
try {
  const theme = localStorage.getItem("theme");
  if (theme) document.documentElement.dataset.theme = theme;
} catch { /* storage is closed: the system's choice holds */ }
document.documentElement.dataset.script = "on";
