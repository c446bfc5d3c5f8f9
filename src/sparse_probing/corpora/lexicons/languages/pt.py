"""Portuguese. Adjectives: masculine, feminine, and their plurals."""

from sparse_probing.corpora.lexicons.languages.shape import Lexicon, items

PORTUGUESE = Lexicon(
    code="pt",
    topics={
        "music": {
            "thing": items(
                "f canção canções; f guitarra guitarras; m violino violinos; m disco discos; f "
                "melodia melodias; m tambor tambores; f flauta flautas"
            ),
            "place": items("m teatro teatros; f ópera óperas; m estúdio estúdios"),
            "person": items("f cantora cantoras; m maestro maestros; m músico músicos"),
            "activity": items(
                "cantar no coro; tocar numa orquestra; aprender a ler música; gravar um disco com os amigos"
            ),
        },
        "market": {
            "thing": items(
                "m cesto cestos; m queijo queijos; f maçã maçãs; f garrafa garrafas; m bolo bolos; m "
                "lenço lenços; f receita receitas"
            ),
            "place": items("m mercado mercados; f loja lojas; f padaria padarias"),
            "person": items("f vendedora vendedoras; m cliente clientes; m padeiro padeiros"),
            "activity": items(
                "vender legumes; pagar em dinheiro; provar tudo; abrir uma pequena loja; fazer pão de noite"
            ),
        },
        "sea": {
            "thing": items(
                "m barco barcos; f rede redes; f concha conchas; f âncora âncoras; m mapa mapas; f "
                "vela velas; m remo remos"
            ),
            "place": items("m porto portos; m farol faróis; m aquário aquários"),
            "person": items("m pescador pescadores; f capitã capitãs; m marinheiro marinheiros"),
            "activity": items(
                "navegar à volta da ilha; nadar antes do pequeno-almoço; pintar o barco velho; viver "
                "à beira-mar"
            ),
        },
        "school": {
            "thing": items(
                "m livro livros; m caderno cadernos; m lápis lápis; m exame exames; f lição lições; m "
                "dicionário dicionários; f pergunta perguntas"
            ),
            "place": items("f escola escolas; f biblioteca bibliotecas; f universidade universidades"),
            "person": items("f professora professoras; m estudante estudantes; m aluno alunos"),
            "activity": items(
                "estudar medicina; ler o livro inteiro; aprender três línguas; ensinar história às crianças"
            ),
        },
        "trains": {
            "thing": items(
                "m bilhete bilhetes; f mala malas; m vagão vagões; m horário horários; f locomotiva "
                "locomotivas; m assento assentos; f ponte pontes"
            ),
            "place": items("f estação estações; m túnel túneis; m museu museus"),
            "person": items("f maquinista maquinistas; m passageiro passageiros; m engenheiro engenheiros"),
            "activity": items(
                "viajar de noite; atravessar as montanhas de comboio; esperar pelo próximo comboio; "
                "mudar de linha na capital"
            ),
        },
        "garden": {
            "thing": items(
                "f rosa rosas; f árvore árvores; m banco bancos; f cerca cercas; f fonte fontes; f "
                "escada escadas; f pera peras"
            ),
            "place": items("m parque parques; f estufa estufas; m pomar pomares"),
            "person": items("m jardineiro jardineiros; f vizinha vizinhas; m agricultor agricultores"),
            "activity": items(
                "plantar tomates; regar as flores; dormir debaixo das árvores; cortar a relva todas "
                "as semanas"
            ),
        },
    },
    nouns={
        "object": items(
            "f carta cartas; f chave chaves; f lâmpada lâmpadas; f cadeira cadeiras; m relógio "
            "relógios; f caixa caixas; m quadro quadros; f faca facas; "
            "m chapéu chapéus; m casaco casacos; m jornal jornais; f chávena chávenas"
        ),
        "loan": items(
            "m hotel hotéis; m táxi táxis; f rádio rádios; m filme filmes; m clube clubes; m bar "
            "bares; m festival festivais; f pizza pizzas; "
            "m camping campings; m blog blogs"
        ),
    },
    adjectives={
        "thing": items(
            "novo nova novos novas; antigo antiga antigos antigas; pequeno pequena pequenos "
            "pequenas; grande grande grandes grandes; "
            "bonito bonita bonitos bonitas; barato barata baratos baratas; famoso famosa famosos "
            "famosas; moderno moderna modernos modernas; "
            "estranho estranha estranhos estranhas; simples simples simples simples; verde verde "
            "verdes verdes; vermelho vermelha vermelhos vermelhas; "
            "pesado pesada pesados pesadas; maravilhoso maravilhosa maravilhosos maravilhosas; "
            "caro cara caros caras; "
            "esquecido esquecida esquecidos esquecidas; importante importante importantes importantes"
        ),
        "person": items(
            "jovem jovem jovens jovens; simpático simpática simpáticos simpáticas; cansado "
            "cansada cansados cansadas; famoso famosa famosos famosas; "
            "paciente paciente pacientes pacientes; nervoso nervosa nervosos nervosas; alegre "
            "alegre alegres alegres; "
            "honesto honesta honestos honestas"
        ),
    },
    verbs=items(
        "comprou compraram comprar compra; vendeu venderam vender vende; encontrou encontraram "
        "encontrar encontra; "
        "descreveu descreveram descrever descreve; perdeu perderam perder perde; esqueceu "
        "esqueceram esquecer esquece; "
        "reparou repararam reparar repara; mostrou mostraram mostrar mostra; escolheu escolheram "
        "escolher escolhe; "
        "desenhou desenharam desenhar desenha; pediu pediram pedir pede; fotografou fotografaram "
        "fotografar fotografa; "
        "guardou guardaram guardar guarda; procurou procuraram procurar procura; trouxe trouxeram "
        "trazer traz; tocou tocaram tocar toca"
    ),
    phrases={
        "the": {"m": "o {0}[ {a0}]", "f": "a {0}[ {a1}]"},
        "a": {"m": "um {0}[ {a0}]", "f": "uma {0}[ {a1}]"},
        "pl": {"m": "{1}[ {a2}]", "f": "{1}[ {a3}]"},
        "thes": {"m": "os {1}[ {a2}]", "f": "as {1}[ {a3}]"},
        "was": {"m": "o {0} era {a0}", "f": "a {0} era {a1}"},
        "none": {"m": "nenhum {0}", "f": "nenhuma {0}"},
    },
    words={
        "weekday": items("segunda-feira; terça-feira; quarta-feira; quinta-feira; sexta-feira"),
        "month": items(
            "janeiro; fevereiro; março; abril; maio; junho; julho; agosto; setembro; outubro; "
            "novembro; dezembro"
        ),
        "connective": items(
            "no entanto; por isso; no fim; um pouco mais tarde; por outro lado; além disso; em "
            "primeiro lugar; entretanto; para surpresa de todos; como sempre"
        ),
        "time": items(
            "na {weekday} passada; na primavera de {year}; ontem de manhã; há alguns dias; depois "
            "do almoço; a {day} de {month}; durante as férias; "
            "antes do anoitecer; às {hour}; em {month}; há {few} anos"
        ),
        "reason": items(
            "porque chovia; já que não havia mais dinheiro; porque a família esperava em casa; "
            "por isso ninguém ficou surpreendido; o que não foi fácil; "
            "pois o inverno tinha sido muito longo; porque a estrada para {city} estava fechada; "
            "embora já fosse tarde"
        ),
        "opinion": items(
            "nunca é tarde demais; tivemos muita sorte; nada é tão simples como parece; o melhor "
            "ainda está para vir; {the thing} é de todos; "
            "eu faria tudo outra vez; sem {the thing} não há {city}; ninguém pediu {a thing}; "
            "esta terra precisa de {a place}; "
            "o tempo passa depressa demais; a minha mãe guardava sempre {a object}"
        ),
        "problem": items(
            "não cabe mais gente em {the place}; os preços sobem; já não há bilhetes; neva a "
            "semana inteira; falta {the thing}; "
            "{friend} não responde; o autocarro está outra vez atrasado; o vento sopra do norte; "
            "não aparece {the object}"
        ),
        "habit": items(
            "ouve rádio; procura notícias na internet; pede uma pizza; apanha um táxi para "
            "{city}; bebe um cappuccino no bar; toca piano; "
            "escreve um email a {expert}; lê {title}; dorme num hotel perto de {the place}; vê um "
            "filme sobre o tango"
        ),
        "saying": items(
            "bom dia a todos; está tudo bem; a porta está aberta; até amanhã; não mexer; era uma "
            "vez; hoje estamos fechados; foi um dia muito longo"
        ),
    },
    fusions=(
        (r"\bde (os?|as?)\b", r"d\1"),
        (r"\bem (os?|as?)\b", r"n\1"),
        (r"\bem (uma?)\b", r"n\1"),
        (r"\ba (os?)\b", r"a\1"),
        (r"\ba a\b", "à"),
        (r"\bpor (os?|as?)\b", r"pel\1"),
    ),
    openings=(
        (
            "{hero} chegou a {town} em {year}[ com {few} {pl object}], e hoje toda a gente <conhece a "
            "sua história|fala {hero:dela/dele}>."
        ),
        (
            "na {weekday}, {day} de {month}, {the place} de {town} <voltou a abrir as "
            "portas|encheu-se de gente|ficou em silêncio durante {few} horas>."
        ),
        "todos os meses {the person} de {town} <encontra|chama> {friend} para falar de {pl thing}.",
        (
            "<poucas pessoas|não muitos> em {town} <recordam|conhecem> {the thing} que {hero} {past} "
            "em {year}."
        ),
        "segundo {title}, {many} pessoas {pasts} {a thing} em {town} <no ano passado|no mês de {month}>.",
        "quando {hero} tinha {few} anos, {hero:a sua mãe/o seu pai} {past} {a thing} em {city}.",
        "esta é a história de {a person} de {town} que {past} {the thing}[ {time}].",
    ),
    body=(
        "{hero} {past} {a thing} e {a object} por {many} euros[, {reason}].",
        "{connective}, {the person} {past} {the thing}[ {time}].",
        "{was thing}, mas {friend} preferia {the thing}[ de {city}].",
        '"{opinion}", disse {friend}[, que mora em {city} desde {year}].',
        "ninguém queria {inf} {the thing}, {reason}.",
        "{time}, {hero} e {friend} {pasts} {few} {pl thing}[ em {the place}].",
        "{hero} gostaria <de|muito de> {activity}[, mas {problem}].",
        "em frente de {the place} há {a loan}[, e ao lado pode ver-se {a thing}].",
        "{the person} <diz|acredita|sabe> que {the thing} vale mais do que {the object}.",
        "à noite {friend} costuma ficar em casa, ou então {habit}.",
        "havia {many} {pl thing} e apenas {few} {pl object}[, {reason}].",
        "como se pode {inf} {a thing} sem {a object}?",
        "se {problem}, {the person} terá de {inf} {the thing}[ antes de {weekday}].",
        "{title} publicou um artigo sobre {the place} de {city}[ e a vida de {expert}].",
        "{connective}, o problema não é {the thing} mas sim {the object}.",
        "em {year} só viviam {few} famílias perto de {the place}; hoje há mais de {many}.",
        (
            "{friend} escreveu uma carta a {expert}, mas a resposta <chegou {few} semanas "
            "depois|nunca chegou>."
        ),
        (
            "entre as {early_hour} e as {hour} não está ninguém em {the place}, <e|por isso> {the "
            "person} {habit}."
        ),
        "o táxi de {town} para {city} demora {many} minutos e custa {few} euros.",
        "as crianças riem quando {the person} {pres} {the thing}[, e {friend} ri com elas].",
        "{friend} perguntou <duas vezes|muitas vezes> a {hero} de quem era {the thing}.",
        "atrás de {the object} encontrámos {a thing}, {few} {pl object} e uma fotografia de {expert}.",
        "{connective}, {hero} deixou o trabalho {time} e começou a {activity}.",
        "não há {none thing} que não tenha a sua história, nem mesmo em {city}.",
        '"{opinion}", escreveu {hero} no seu diário, "e {opinion}".',
    ),
    closings=(
        "é tudo o que sabemos de {the thing} de {town}.",
        "{few} anos depois, {hero} mudou-se para {city}, <onde ainda mora|juntamente com {friend}>.",
        "<talvez|quem sabe>: em {month} tudo pode mudar em {town}.",
        "desde então {friend} {pres} {the thing} todas as semanas.",
        "o resto da história pode ler-se em {title}.",
        "{hero} sorriu e fechou a porta de {the place}.",
    ),
    quoting=(
        'na parede de {the place} alguém tinha escrito "{foreign}", e {hero} não percebeu.',
        '{friend} só disse "{foreign}", que é o que se diz em {city}.',
    ),
)
