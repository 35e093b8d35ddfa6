
(function(){var d=[];addEventListener('beforeprint',function(){d=[].filter.call(document.querySelectorAll('details'),
function(e){return !e.open});d.forEach(function(e){e.open=true})});
addEventListener('afterprint',function(){d.forEach(function(e){e.open=false})})})();
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
