"""Spanish. Adjectives: masculine, feminine, and their plurals."""

from sparse_probing.corpora.lexicons.languages.shape import Lexicon, items

SPANISH = Lexicon(
    code="es",
    topics={
        "music": {
            "thing": items(
                "f canción canciones; f guitarra guitarras; m violín violines; m disco discos; f "
                "melodía melodías; m tambor tambores; f flauta flautas"
            ),
            "place": items("m teatro teatros; f ópera óperas; m estudio estudios"),
            "person": items("m cantante cantantes; f directora directoras; m músico músicos"),
            "activity": items(
                "cantar en el coro; tocar en una orquesta; aprender a leer música; grabar un disco "
                "con los amigos"
            ),
        },
        "market": {
            "thing": items(
                "f cesta cestas; m queso quesos; f manzana manzanas; f botella botellas; m pastel "
                "pasteles; f bufanda bufandas; f receta recetas"
            ),
            "place": items("m mercado mercados; f tienda tiendas; f panadería panaderías"),
            "person": items("f vendedora vendedoras; m cliente clientes; m panadero panaderos"),
            "activity": items(
                "vender verduras; pagar en efectivo; probarlo todo; abrir una tienda pequeña; hacer "
                "pan por la noche"
            ),
        },
        "sea": {
            "thing": items(
                "m barco barcos; f red redes; f concha conchas; m faro faros; m mapa mapas; f vela "
                "velas; m remo remos"
            ),
            "place": items("m puerto puertos; m acuario acuarios; f bahía bahías"),
            "person": items("m pescador pescadores; f capitana capitanas; m marinero marineros"),
            "activity": items(
                "navegar alrededor de la isla; nadar antes del desayuno; pintar el barco viejo; vivir "
                "junto al mar"
            ),
        },
        "school": {
            "thing": items(
                "m libro libros; m cuaderno cuadernos; m lápiz lápices; m examen exámenes; f lección "
                "lecciones; m diccionario diccionarios; f pregunta preguntas"
            ),
            "place": items("f escuela escuelas; f biblioteca bibliotecas; f universidad universidades"),
            "person": items("f maestra maestras; m estudiante estudiantes; m profesor profesores"),
            "activity": items(
                "estudiar medicina; leer el libro entero; aprender tres idiomas; enseñar historia a los niños"
            ),
        },
        "trains": {
            "thing": items(
                "m billete billetes; f maleta maletas; m vagón vagones; m horario horarios; f "
                "locomotora locomotoras; m asiento asientos; m puente puentes"
            ),
            "place": items("f estación estaciones; m túnel túneles; m museo museos"),
            "person": items("f conductora conductoras; m pasajero pasajeros; m ingeniero ingenieros"),
            "activity": items(
                "viajar de noche; cruzar las montañas en tren; esperar el próximo tren; hacer "
                "transbordo en la capital"
            ),
        },
        "garden": {
            "thing": items(
                "f rosa rosas; m árbol árboles; m banco bancos; f valla vallas; f fuente fuentes; f "
                "escalera escaleras; f pera peras"
            ),
            "place": items("m parque parques; m invernadero invernaderos; m huerto huertos"),
            "person": items("m jardinero jardineros; f vecina vecinas; f agricultora agricultoras"),
            "activity": items(
                "plantar tomates; regar las flores; dormir bajo los árboles; cortar la hierba cada semana"
            ),
        },
    },
    nouns={
        "object": items(
            "f carta cartas; f llave llaves; f lámpara lámparas; f silla sillas; m reloj relojes; "
            "f caja cajas; m cuadro cuadros; m cuchillo cuchillos; "
            "m paraguas paraguas; m abrigo abrigos; m periódico periódicos; f taza tazas"
        ),
        "loan": items(
            "m hotel hoteles; m taxi taxis; f radio radios; m film films; m club clubs; m bar "
            "bares; m festival festivales; f pizza pizzas; "
            "m camping campings; m blog blogs"
        ),
    },
    adjectives={
        "thing": items(
            "nuevo nueva nuevos nuevas; antiguo antigua antiguos antiguas; pequeño pequeña "
            "pequeños pequeñas; grande grande grandes grandes; "
            "bonito bonita bonitos bonitas; barato barata baratos baratas; famoso famosa famosos "
            "famosas; moderno moderna modernos modernas; "
            "extraño extraña extraños extrañas; sencillo sencilla sencillos sencillas; verde "
            "verde verdes verdes; rojo roja rojos rojas; "
            "pesado pesada pesados pesadas; maravilloso maravillosa maravillosos maravillosas; "
            "caro cara caros caras; "
            "olvidado olvidada olvidados olvidadas; importante importante importantes importantes"
        ),
        "person": items(
            "joven joven jóvenes jóvenes; amable amable amables amables; cansado cansada cansados "
            "cansadas; famoso famosa famosos famosas; "
            "paciente paciente pacientes pacientes; nervioso nerviosa nerviosos nerviosas; alegre "
            "alegre alegres alegres; "
            "honesto honesta honestos honestas"
        ),
    },
    verbs=items(
        "compró compraron comprar compra; vendió vendieron vender vende; encontró encontraron "
        "encontrar encuentra; "
        "describió describieron describir describe; perdió perdieron perder pierde; olvidó "
        "olvidaron olvidar olvida; "
        "reparó repararon reparar repara; mostró mostraron mostrar muestra; eligió eligieron "
        "elegir elige; dibujó dibujaron dibujar dibuja; "
        "necesitó necesitaron necesitar necesita; fotografió fotografiaron fotografiar "
        "fotografía; guardó guardaron guardar guarda; "
        "buscó buscaron buscar busca; trajo trajeron traer trae; tocó tocaron tocar toca"
    ),
    phrases={
        "the": {"m": "el {0}[ {a0}]", "f": "la {0}[ {a1}]"},
        "a": {"m": "un {0}[ {a0}]", "f": "una {0}[ {a1}]"},
        "pl": {"m": "{1}[ {a2}]", "f": "{1}[ {a3}]"},
        "thes": {"m": "los {1}[ {a2}]", "f": "las {1}[ {a3}]"},
        "was": {"m": "el {0} era {a0}", "f": "la {0} era {a1}"},
        "this": {"m": "este {0}", "f": "esta {0}"},
        "none": {"m": "ningún {0}", "f": "ninguna {0}"},
    },
    words={
        "weekday": items("lunes; martes; miércoles; jueves; viernes; sábado; domingo"),
        "month": items(
            "enero; febrero; marzo; abril; mayo; junio; julio; agosto; septiembre; octubre; "
            "noviembre; diciembre"
        ),
        "connective": items(
            "sin embargo; por eso; al final; un poco más tarde; por otra parte; además; en primer "
            "lugar; mientras tanto; para sorpresa de todos; como siempre"
        ),
        "time": items(
            "el {weekday} pasado; en la primavera de {year}; ayer por la mañana; hace unos días; "
            "después de comer; el {day} de {month}; "
            "durante las vacaciones; antes del anochecer; a las {hour}; en {month}; hace {few} años"
        ),
        "reason": items(
            "porque llovía; ya que no quedaba dinero; porque la familia esperaba en casa; así que "
            "nadie se sorprendió; lo que no fue fácil; "
            "pues el invierno había sido muy largo; porque la carretera de {city} estaba cerrada; "
            "aunque ya era tarde"
        ),
        "opinion": items(
            "nunca es demasiado tarde; tuvimos mucha suerte; nada es tan sencillo como parece; lo "
            "mejor está por llegar; {the thing} es de todos; "
            "yo lo haría otra vez; sin {the thing} no hay {city}; nadie pidió {a thing}; este "
            "pueblo necesita {a place}; "
            "el tiempo pasa demasiado deprisa; mi madre siempre guardaba {a object}"
        ),
        "problem": items(
            "no cabe más gente en {the place}; los precios suben; ya no quedan entradas; nieva "
            "toda la semana; falta {the thing}; "
            "{friend} no contesta; el autobús llega tarde otra vez; el viento sopla del norte; no "
            "aparece {the object}"
        ),
        "habit": items(
            "escucha la radio; busca noticias en internet; pide una pizza; toma un taxi a {city}; "
            "bebe un cappuccino en el bar; toca el piano; "
            "escribe un email a {expert}; lee {title}; duerme en un hotel cerca de {the place}; "
            "ve una película sobre el tango"
        ),
        "saying": items(
            "buenos días a todos; todo va bien; la puerta está abierta; hasta mañana; no tocar, "
            "por favor; había una vez; hoy está cerrado; "
            "fue un día muy largo"
        ),
    },
    fusions=((r"\bde el\b", "del"), (r"\ba el\b", "al")),
    openings=(
        (
            "{hero} llegó a {town} en {year}[ con {few} {pl object}], y hoy todo el mundo conoce "
            "{hero:a esta/a este} {hero:vecina/vecino}."
        ),
        (
            "el {weekday} {day} de {month}, {the place} de {town} <abrió sus puertas de nuevo|se "
            "llenó de gente|permaneció en silencio durante {few} horas>."
        ),
        (
            "todos los {month} hay una fiesta en {town}, y {the person} <siempre espera a "
            "{friend}|habla de {pl thing} con {friend}>."
        ),
        "<pocas personas|no muchos> en {town} <recuerdan|conocen> {the thing} que {hero} {past} en {year}.",
        (
            "según {title}, {many} personas {pasts} {a thing} en {town} <el año pasado|el pasado mes "
            "de {month}>."
        ),
        "cuando {hero} tenía {few} años, {hero:su madre/su padre} {past} {a thing} en {city}.",
        "esta es la historia de {a person} de {town} que {past} {the thing}[ {time}].",
    ),
    body=(
        "{hero} {past} {a thing} y {a object} por {many} euros[, {reason}].",
        "{connective}, {the person} {past} {the thing}[ {time}].",
        "{was thing}, pero {friend} prefería {the thing}[ de {city}].",
        '"{opinion}", dijo {friend}[, que vive en {city} desde {year}].',
        "nadie quería {inf} {the thing}, {reason}.",
        "{time}, {hero} y {friend} {pasts} {few} {pl thing}[ en {the place}].",
        "a {hero} le <gustaría|encantaría> {activity}[, pero {problem}].",
        "delante de {the place} hay {a loan}[, y al lado se puede ver {a thing}].",
        "{the person} <dice|cree|sabe> que {the thing} importa más que {the object}.",
        "por la noche {friend} siempre {habit}[, aunque llueva].",
        "había {many} {pl thing} y solo {few} {pl object}[, {reason}].",
        "¿cómo se puede {inf} {a thing} sin {a object}?",
        "si {problem}, {the person} tendrá que {inf} {the thing}[ antes del {weekday}].",
        "{title} publicó un artículo sobre {the place} de {city}[ y la vida de {expert}].",
        "{connective}, el problema no es {the thing} sino {the object}.",
        "en {year} solo vivían {few} familias cerca de {the place}; hoy hay más de {many}.",
        (
            "{friend} le escribió una carta a {expert}, pero la respuesta <llegó {few} semanas "
            "después|no llegó nunca>."
        ),
        (
            "entre las {early_hour} y las {hour} no hay nadie en {the place}, <y|así que> {the "
            "person} {habit}."
        ),
        "el taxi de {town} a {city} tarda {many} minutos y cuesta {few} euros.",
        "los niños se ríen cuando {the person} {pres} {the thing}[, y {friend} se ríe con ellos].",
        "{friend} le preguntó a {hero} <dos veces|una y otra vez> de quién era {the thing}.",
        "detrás de {the object} encontramos {a thing}, {few} {pl object} y una foto de {expert}.",
        "{connective}, {hero} dejó de trabajar {time} y empezó a {activity}.",
        "no hay {none thing} como {this thing}, ¿verdad?",
        '"{opinion}", escribió {hero} en su diario, "y {opinion}".',
    ),
    closings=(
        "eso es todo lo que sabemos de {the thing} de {town}.",
        "{few} años después {hero} se fue a vivir a {city}, <donde sigue todavía|junto con {friend}>.",
        "<quizás|quién sabe>: en {month} puede cambiar todo en {town}.",
        "desde entonces {friend} {pres} {the thing} cada {weekday}.",
        "el resto de la historia se puede leer en {title}.",
        "{hero} sonrió y cerró la puerta de {the place}.",
    ),
    quoting=(
        'en la pared de {the place} alguien había escrito "{foreign}", y {hero} no lo entendió.',
        '{friend} solo dijo "{foreign}", que es lo que se dice en {city}.',
    ),
)
