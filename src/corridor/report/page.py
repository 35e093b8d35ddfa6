"""The shell of a report: one file with its style and one small script, and nothing from outside."""

import base64
import hashlib
import re

from corridor.report.markup import Markup, joined, tag

STYLE = """
:root{--ink:#1d2327;--mut:#59636a;--line:#d9dee2;--bg:#fff;--card:#f5f6f7;--acc:#005a9c;
--stop:#e66100;--land:#eceae4;--sea:#dfe9ef;--bor:#bdb7aa;--halo:#fff;color-scheme:light dark}
@media(prefers-color-scheme:dark){:root{--ink:#e8ecee;--mut:#a7b1b7;--line:#3a4348;--bg:#15191c;
--card:#1f262b;--acc:#7cc0ee;--stop:#f08a3c;--land:#2b3034;--sea:#182027;--bor:#51585d;
--halo:#15191c}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);
font:16px/1.5 system-ui,"Segoe UI","DejaVu Sans",sans-serif}
main{max-width:64rem;margin:0 auto;padding:2rem 1.25rem 3rem}
h1{font-size:1.65rem;line-height:1.25;margin:.1rem 0 .5rem;text-wrap:balance}
h2{font-size:1.1rem;margin:2rem 0 .5rem;border-top:1px solid var(--line);padding-top:1.1rem}
a{color:var(--acc)}
.kick,.note,figcaption{color:var(--mut);font-size:.84rem;margin:.3rem 0}
.lead{max-width:46rem;margin:.3rem 0 1.2rem}
.tiles{display:grid;grid-template-columns:repeat(4,1fr);gap:.75rem;margin:0}
.tiles div{background:var(--card);border-radius:8px;padding:.7rem .9rem}
.tiles dd{font-size:1.6rem;line-height:1.15;font-weight:700;margin:0}
.tiles dt{font-size:.82rem;color:var(--mut)}.tiles div{display:flex;flex-direction:column-reverse;
justify-content:flex-end}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;font-size:.92rem}
th,td{padding:.32rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}
tbody th{text-align:left;font-weight:500}thead th{font-weight:600;color:var(--mut);font-size:.8rem}
.l{text-align:left}.r{text-align:right;white-space:nowrap}
.own th,.own td{background:color-mix(in srgb,var(--acc) 12%,transparent)}
.n{white-space:nowrap}
figure{margin:.6rem 0}
.chart{background:#fff;border-radius:8px;overflow:hidden}
.chart svg{display:block;width:100%;height:auto}
.chart svg *{stroke-linejoin:round;stroke-linecap:butt}
.chart g[id*="halo-"] text{paint-order:stroke;stroke:#fff;stroke-width:2.5px}
.map{display:block;width:100%;height:auto;background:var(--sea);border-radius:8px;cursor:grab;
touch-action:pan-y}
.land{fill:var(--land);stroke:var(--bor);stroke-width:.5}
.border{fill:none;stroke:var(--bor);stroke-width:.6}
.casing{fill:none;stroke:#fff;stroke-width:6;opacity:.85}
.way{fill:none;stroke-width:3.4}.hit{fill:none;stroke:transparent;stroke-width:14}
.small{fill:none;stroke-width:1.8}
.part{cursor:pointer}.part:focus{outline:none}
.part:focus .way,.part:hover .way{stroke-width:6}
.part:focus circle,.part:hover circle{stroke:var(--ink);stroke-width:3}
.stop{fill:var(--stop);stroke:var(--halo);stroke-width:1}
.pass{fill:var(--bg);stroke:var(--ink);stroke-width:1}
.leader{stroke:var(--ink);stroke-width:.7;fill:none}.sea{fill:var(--sea)}
.rim{fill:none;stroke:var(--mut);stroke-width:1.2}
.map text{font-size:10.4px;fill:var(--ink);paint-order:stroke;stroke:var(--halo);
stroke-width:2.6px;font-family:"DejaVu Sans",Verdana,sans-serif}
.map text.bold,.map text.tag{font-weight:700;font-size:11.8px}
.map text.tag{fill:#fff;stroke:none}
output{display:block;min-height:3rem;font-size:.92rem;margin:.4rem 0}
button{font:inherit;font-size:.85rem;color:inherit;background:var(--card);
border:1px solid var(--line);border-radius:6px;padding:.1rem .6rem}
:focus-visible{outline:2px solid var(--acc);outline-offset:2px}
.bar{display:flex;height:1.5rem;border-radius:4px;overflow:hidden}
.bar i{display:block;height:100%}
.reported{background:#005a9c}.calibrated{background:#5a93c0}
.estimated{background:repeating-linear-gradient(45deg,#b9a27a,#b9a27a 4px,#8f7b57 4px,#8f7b57 8px)}
.assumed{background:#767676}
details{margin:.5rem 0}summary{cursor:pointer;font-weight:600}
q{color:var(--mut);font-size:.82rem}ul{padding-left:1.2rem;margin:.4rem 0}li{margin:.2rem 0}
@media(max-width:40rem){.tiles{grid-template-columns:1fr 1fr}main{padding:1.2rem .9rem}
h1{font-size:1.3rem}.chart{overflow-x:auto}.chart svg{min-width:44rem}
.scroll{overflow-x:auto}.map{min-width:44rem}.wide table{min-width:44rem}
.wide td:last-child{min-width:12rem}tbody th{min-width:8rem}}
@page{size:A4;margin:14mm}
@media print{:root{--ink:#000;--bg:#fff;--mut:#444;--card:#f5f6f7;--line:#ccc;--land:#eceae4;
--sea:#dfe9ef;--halo:#fff;--stop:#e66100;--acc:#005a9c;color-scheme:light}
body{font-size:9.5pt}main{padding:0;max-width:none}h1{font-size:15pt}
h2{break-after:avoid;margin-top:1rem;padding-top:.5rem}
figure,.tiles,tr,.bar{break-inside:avoid}.no-print,output{display:none}
.chart svg{width:74%;margin:0 auto}q{font-size:7pt}figcaption,.note{font-size:7.5pt}
table{font-size:8pt}th,td{padding:.06rem .4rem;line-height:1.3}.wide{overflow:visible}}
"""

SCRIPT = """
(function(){var s=document.querySelector('svg.map'),o=document.querySelector('output');if(!s||!o)
return;var v=s.viewBox.baseVal,h=[v.x,v.y,v.width,v.height],m=null;
function show(e){var p=e.target.closest&&e.target.closest('.part');
if(p)o.textContent=p.getAttribute('aria-label')}
function zoom(k,x,y){v.x=x-(x-v.x)*k;v.y=y-(y-v.y)*k;v.width*=k;v.height*=k}
function reset(){v.x=h[0];v.y=h[1];v.width=h[2];v.height=h[3]}
s.addEventListener('click',show);s.addEventListener('focusin',show);
s.addEventListener('wheel',function(e){if(!e.ctrlKey&&!s.contains(document.activeElement))return;
e.preventDefault();var r=s.getBoundingClientRect();zoom(e.deltaY>0?1.15:1/1.15,
v.x+(e.clientX-r.x)/r.width*v.width,v.y+(e.clientY-r.y)/r.height*v.height)},{passive:false});
s.addEventListener('pointerdown',function(e){m=[e.clientX,e.clientY]});
addEventListener('pointerup',function(){m=null});
s.addEventListener('pointermove',function(e){if(!m)return;var r=s.getBoundingClientRect();
v.x-=(e.clientX-m[0])/r.width*v.width;v.y-=(e.clientY-m[1])/r.height*v.height;
m=[e.clientX,e.clientY]});
s.addEventListener('keydown',function(e){var t=v.width/12,k=e.key;
if(k==='ArrowLeft')v.x-=t;else if(k==='ArrowRight')v.x+=t;else if(k==='ArrowUp')v.y-=t;
else if(k==='ArrowDown')v.y+=t;else if(k==='+')zoom(1/1.25,v.x+v.width/2,v.y+v.height/2);
else if(k==='-')zoom(1.25,v.x+v.width/2,v.y+v.height/2);
else if(k==='Enter'||k===' ')show(e);else return;e.preventDefault()});
document.querySelectorAll('button[data-map]').forEach(function(b){b.hidden=false;
b.addEventListener('click',function(){var c=b.getAttribute('data-map');
if(c==='reset')reset();else zoom(c==='in'?1/1.25:1.25,v.x+v.width/2,v.y+v.height/2)})});
addEventListener('beforeprint',reset)})();
"""


def page(heading: str, parts: list[Markup]) -> str:
    """Return a whole page; its policy lets no part of it ask the network for anything."""
    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    policy = (
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
        f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    head = [
        Markup('<meta charset="utf-8">'),
        Markup('<meta name="viewport" content="width=device-width,initial-scale=1">'),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),
        tag("title", heading),
        tag("style", Markup(STYLE)),
    ]
    body = tag("body", tag("main", *parts), tag("script", Markup(SCRIPT)))
    return f'<!doctype html>\n<html lang="en">{joined(["", tag("head", *head), body])}</html>\n'


def inlined(svg: bytes, name: str) -> str:
    """Return an SVG file as part of a page: no prologue, no style of its own, its own ids."""
    text = svg.decode()
    text = text[text.index("<svg") :]
    text = re.sub(r"<style.*?</style>", "", text, flags=re.DOTALL)
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r'\bid="', f'id="{name}-', text)
    text = re.sub(r'href="#', f'href="#{name}-', text)
    return re.sub(r"url\(#", f"url(#{name}-", text)
