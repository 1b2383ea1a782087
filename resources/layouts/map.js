/* The interactive map of the region report: no library, no network, works from a folder (file:).
   Part of Ruhr Planner, GPL-2.0-or-later. The data stand in window.RUHR_PLANNER_MAP (map_data.js):
   { extent, texts: {nothing, scale}, layers: [{id, title, kind, on, classes: [{text, colour}], features:
   [{n: name, c: class, p: [[label, value]], g: rings or lines or a point, in metres}]}] }, undermost layer first. */
(function () {
  "use strict";
  var data = window.RUHR_PLANNER_MAP;
  var canvas = document.getElementById("map-canvas");
  if (!data || !canvas) { return; }
  var pen = canvas.getContext("2d");
  var info = document.getElementById("map-info");
  var results = document.getElementById("map-results");
  var view = { x: 0, y: 0, scale: 1 };            // centre in metres, metres per CSS pixel
  var chosen = null, drag = null, waiting = false;

  data.layers.forEach(function (layer) {
    layer.features.forEach(function (feature) {
      var box = [Infinity, Infinity, -Infinity, -Infinity];
      feature.g.forEach(function (ring) {
        for (var i = 0; i < ring.length; i += 2) {
          box[0] = Math.min(box[0], ring[i]); box[1] = Math.min(box[1], ring[i + 1]);
          box[2] = Math.max(box[2], ring[i]); box[3] = Math.max(box[3], ring[i + 1]);
        }
      });
      feature.box = box;
      feature.layer = layer;
    });
  });

  function size() { return { w: canvas.clientWidth || 1, h: canvas.clientHeight || 1 }; }
  function px(x) { return (x - view.x) / view.scale + size().w / 2; }
  function py(y) { return (view.y - y) / view.scale + size().h / 2; }

  function show(box, margin) {
    var s = size(), w = Math.max(box[2] - box[0], 300), h = Math.max(box[3] - box[1], 300);
    view.x = (box[0] + box[2]) / 2;
    view.y = (box[1] + box[3]) / 2;
    view.scale = Math.max(w / s.w, h / s.h) * margin;
    draw();
  }

  function zoom(factor, atX, atY) {
    var s = size(), x = atX === undefined ? s.w / 2 : atX, y = atY === undefined ? s.h / 2 : atY;
    var mx = view.x + (x - s.w / 2) * view.scale, my = view.y - (y - s.h / 2) * view.scale;
    view.scale = Math.min(500, Math.max(0.25, view.scale * factor));
    view.x = mx - (x - s.w / 2) * view.scale;
    view.y = my + (y - s.h / 2) * view.scale;
    draw();
  }

  function draw() {
    if (waiting) { return; }
    waiting = true;
    window.requestAnimationFrame(function () { waiting = false; paint(); });
  }

  function trace(feature, close) {
    var w = size().w / 2, h = size().h / 2;
    pen.beginPath();
    feature.g.forEach(function (ring) {
      for (var i = 0; i < ring.length; i += 2) {
        var x = (ring[i] - view.x) / view.scale + w, y = (view.y - ring[i + 1]) / view.scale + h;
        if (i) { pen.lineTo(x, y); } else { pen.moveTo(x, y); }
      }
      if (close) { pen.closePath(); }
    });
  }

  function mark(feature, layer, strong) {
    var style = layer.classes[feature.c] || layer.classes[0];
    if (layer.kind === "point") {
      pen.beginPath();
      pen.arc(px(feature.g[0][0]), py(feature.g[0][1]), strong ? 9 : 4.5, 0, 2 * Math.PI);
    } else {
      trace(feature, layer.kind === "polygon");
    }
    if (layer.kind !== "line" && style.colour !== "none") { pen.fillStyle = style.colour; pen.fill("evenodd"); }
    pen.strokeStyle = strong ? "#0b4a8c" : layer.kind === "line" ? style.colour : layer.outline || "#5f6b72";
    pen.lineWidth = strong ? 4 : layer.kind === "line" ? 2 : layer.width || 0.6;
    pen.stroke();
  }

  function paint() {
    var s = size(), dots = window.devicePixelRatio || 1;
    if (canvas.width !== Math.round(s.w * dots) || canvas.height !== Math.round(s.h * dots)) {
      canvas.width = Math.round(s.w * dots);
      canvas.height = Math.round(s.h * dots);
    }
    pen.setTransform(dots, 0, 0, dots, 0, 0);
    pen.clearRect(0, 0, s.w, s.h);
    var half = { x: s.w / 2 * view.scale, y: s.h / 2 * view.scale };
    data.layers.forEach(function (layer) {
      if (!layer.on) { return; }
      layer.features.forEach(function (feature) {
        var b = feature.box;
        if (b[2] < view.x - half.x || b[0] > view.x + half.x || b[3] < view.y - half.y || b[1] > view.y + half.y) { return; }
        mark(feature, layer, false);
      });
    });
    names(half);
    if (chosen) { mark(chosen, chosen.layer, true); }
    scalebar();
  }

  function names(half) {
    var taken = [];
    pen.font = "600 12px 'Open Sans', 'Segoe UI', Arial, sans-serif";
    pen.textAlign = "center";
    data.layers.filter(function (layer) { return layer.names && layer.on; }).forEach(function (layer) {
      layer.features.slice().sort(function (a, b) {
        return (b.box[2] - b.box[0]) * (b.box[3] - b.box[1]) - (a.box[2] - a.box[0]) * (a.box[3] - a.box[1]);
      }).forEach(function (feature) {
        var x = px(feature.at ? feature.at[0] : (feature.box[0] + feature.box[2]) / 2);
        var y = py(feature.at ? feature.at[1] : (feature.box[1] + feature.box[3]) / 2);
        var w = pen.measureText(feature.n).width / 2 + 3;
        var b = [x - w, y - 9, x + w, y + 9];
        if (taken.some(function (t) { return t[0] < b[2] && t[2] > b[0] && t[1] < b[3] && t[3] > b[1]; })) { return; }
        taken.push(b);
        pen.lineWidth = 3;
        pen.strokeStyle = "rgba(255,255,255,.9)";
        pen.strokeText(feature.n, x, y + 4);
        pen.fillStyle = "#26323a";
        pen.fillText(feature.n, x, y + 4);
      });
    });
  }

  function scalebar() {
    var metres = view.scale * 140, power = Math.pow(10, Math.floor(Math.log10(metres))), step = power;
    [2, 5].forEach(function (each) { if (each * power <= metres) { step = each * power; } });
    var bar = document.getElementById("map-scale");
    bar.textContent = step >= 1000 ? step / 1000 + " km" : step + " m";
    var line = document.createElement("span");
    line.style.width = step / view.scale + "px";
    bar.appendChild(line);
  }

  function inside(feature, x, y) {
    var hit = false;
    feature.g.forEach(function (ring) {
      for (var i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
        if ((ring[i + 1] > y) !== (ring[j + 1] > y) &&
            x < (ring[j] - ring[i]) * (y - ring[i + 1]) / (ring[j + 1] - ring[i + 1]) + ring[i]) { hit = !hit; }
      }
    });
    return hit;
  }

  function near(feature, x, y) {
    var best = Infinity;
    feature.g.forEach(function (ring) {
      for (var i = 0; i + 3 < ring.length; i += 2) {
        var dx = ring[i + 2] - ring[i], dy = ring[i + 3] - ring[i + 1], length = dx * dx + dy * dy;
        var t = length ? Math.max(0, Math.min(1, ((x - ring[i]) * dx + (y - ring[i + 1]) * dy) / length)) : 0;
        best = Math.min(best, Math.hypot(x - ring[i] - t * dx, y - ring[i + 1] - t * dy));
      }
      if (ring.length === 2) { best = Math.min(best, Math.hypot(x - ring[0], y - ring[1])); }
    });
    return best;
  }

  function at(x, y) {
    var reach = 7 * view.scale;
    for (var l = data.layers.length - 1; l >= 0; l -= 1) {
      var layer = data.layers[l];
      if (!layer.on) { continue; }
      for (var f = layer.features.length - 1; f >= 0; f -= 1) {
        var feature = layer.features[f], b = feature.box;
        if (x < b[0] - reach || x > b[2] + reach || y < b[1] - reach || y > b[3] + reach) { continue; }
        if (layer.kind === "polygon" ? inside(feature, x, y) : near(feature, x, y) < reach) { return feature; }
      }
    }
    return null;
  }

  function choose(feature) {
    chosen = feature;
    info.textContent = "";
    var head = document.createElement("p"), strong = document.createElement("strong");
    head.appendChild(strong);
    info.appendChild(head);
    if (!feature) {
      strong.replaceWith(data.texts.nothing);
      draw();
      return;
    }
    strong.textContent = feature.n;
    head.appendChild(document.createTextNode(" – " + feature.layer.title));
    var list = document.createElement("dl");
    feature.p.forEach(function (pair) {
      ["dt", "dd"].forEach(function (tag, i) {
        var item = document.createElement(tag);
        item.textContent = pair[i];
        list.appendChild(item);
      });
    });
    info.appendChild(list);
    draw();
  }

  function legend() {
    var place = document.getElementById("map-layers");
    data.layers.slice().reverse().forEach(function (layer) {
      var label = document.createElement("label"), box = document.createElement("input");
      box.type = "checkbox";
      box.checked = layer.on;
      box.id = "map-layer-" + layer.id;
      box.addEventListener("change", function () { layer.on = box.checked; draw(); });
      label.appendChild(box);
      label.appendChild(document.createTextNode(" " + layer.title + " (" + layer.features.length.toLocaleString(document.documentElement.lang) + ")"));
      place.appendChild(label);
      var list = document.createElement("ul");
      layer.classes.forEach(function (each) {
        if (!each.text) { return; }
        var item = document.createElement("li"), box = document.createElement("i");
        box.className = layer.kind;
        if (layer.kind === "line") { box.style.borderColor = each.colour; } else { box.style.background = each.colour; }
        item.appendChild(box);
        item.appendChild(document.createTextNode(each.text));
        list.appendChild(item);
      });
      if (list.firstChild) { place.appendChild(list); }
    });
  }

  function search(text) {
    var wanted = text.trim().toLowerCase(), found = [];
    results.textContent = "";
    if (wanted.length < 2) { return; }
    data.layers.slice().reverse().forEach(function (layer) {
      layer.features.forEach(function (feature) {
        var place = feature.n.toLowerCase().indexOf(wanted);
        if (place >= 0) { found.push([layer.names ? 0 : 1, place, feature]); }
      });
    });
    found.sort(function (a, b) { return a[0] - b[0] || a[1] - b[1] || a[2].n.localeCompare(b[2].n); });
    found.slice(0, 12).forEach(function (entry) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = entry[2].n + " – " + entry[2].layer.title;
      button.addEventListener("click", function () {
        entry[2].layer.on = true;
        document.getElementById("map-layer-" + entry[2].layer.id).checked = true;
        choose(entry[2]);
        show(entry[2].box, 1.6);
      });
      results.appendChild(button);
    });
    if (!found.length) { results.textContent = data.texts.nothing_found; }
  }

  canvas.addEventListener("pointerdown", function (event) {
    canvas.setPointerCapture(event.pointerId);
    drag = { x: event.clientX, y: event.clientY, moved: false };
  });
  canvas.addEventListener("pointermove", function (event) {
    if (!drag) { return; }
    var dx = event.clientX - drag.x, dy = event.clientY - drag.y;
    if (!drag.moved && Math.hypot(dx, dy) < 4) { return; }
    drag = { x: event.clientX, y: event.clientY, moved: true };
    view.x -= dx * view.scale;
    view.y += dy * view.scale;
    draw();
  });
  canvas.addEventListener("pointerup", function (event) {
    var box = canvas.getBoundingClientRect(), s = size();
    if (drag && !drag.moved) {
      choose(at(view.x + (event.clientX - box.left - s.w / 2) * view.scale,
                view.y - (event.clientY - box.top - s.h / 2) * view.scale));
    }
    drag = null;
  });
  canvas.addEventListener("wheel", function (event) {
    event.preventDefault();
    var box = canvas.getBoundingClientRect();
    zoom(event.deltaY > 0 ? 1.25 : 0.8, event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });
  canvas.addEventListener("keydown", function (event) {
    var step = 60 * view.scale, done = true;
    if (event.key === "ArrowLeft") { view.x -= step; } else if (event.key === "ArrowRight") { view.x += step; }
    else if (event.key === "ArrowUp") { view.y += step; } else if (event.key === "ArrowDown") { view.y -= step; }
    else if (event.key === "+" || event.key === "=") { zoom(0.7); } else if (event.key === "-") { zoom(1.4); }
    else if (event.key === "0") { show(data.extent, 1.05); }
    else if (event.key === "Enter") { choose(at(view.x, view.y)); } else { done = false; }
    if (done) { event.preventDefault(); draw(); }
  });
  document.getElementById("map-in").addEventListener("click", function () { zoom(0.7); });
  document.getElementById("map-out").addEventListener("click", function () { zoom(1.4); });
  document.getElementById("map-all").addEventListener("click", function () { show(data.extent, 1.05); });
  document.getElementById("map-search").addEventListener("input", function () { search(this.value); });
  document.getElementById("map-search").addEventListener("keydown", function (event) {
    if (event.key === "Enter" && results.querySelector("button")) { results.querySelector("button").click(); }
  });
  window.addEventListener("resize", draw);
  legend();
  show(data.extent, 1.05);
  window.RUHR_PLANNER_VIEW = { view: view, at: at, chosen: function () { return chosen; } };
}());
